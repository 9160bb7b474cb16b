namespace CleanLite.Api.Hosting;

/// <summary>The agent for the server's own host (settings <c>CleanLite:LocalAgent</c>).</summary>
internal sealed class LocalAgentOptions
{
    /// <summary>Whether the server's own host reports itself, through the ordinary gRPC door.</summary>
    public bool Enabled { get; set; } = true;
}
