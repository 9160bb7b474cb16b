namespace CleanLite.Application.Live;

/// <summary>What a viewer told the server to do (live.md, section 4).</summary>
/// <param name="Id">The client's own id as JSON text, to be echoed; null if it gave none.</param>
public abstract record LiveCommand(string? Id)
{
    /// <summary>Its name in metrics.</summary>
    public abstract string Action { get; }
}
