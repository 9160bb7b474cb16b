namespace CleanLite.Agent.Session;

/// <summary>A connection that could not be made or broke.</summary>
internal sealed class TransportException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The server refused the credentials; trying again soon does not help.</summary>
    public bool IsUnauthorized { get; init; }
}
