namespace CleanLite.Api.Hosting;

/// <summary>Who may come in (settings <c>CleanLite:Security</c>).</summary>
internal sealed class SecurityOptions
{
    /// <summary>Permits an address beyond loopback without tokens.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Origins besides the server's own that may open <c>/live</c> from a browser.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}
