using System.ComponentModel.DataAnnotations;

namespace CleanLite.Application.Security;

/// <summary>Who may come in (settings <c>CleanLite:Security</c>). Tokens are read again while the server runs, the rest at the start.</summary>
public sealed class SecurityOptions
{
    /// <summary>Tokens of agents; several may be valid at once.</summary>
    public IList<TokenOptions> AgentTokens { get; } = [];

    /// <summary>Tokens of viewers; several may be valid at once.</summary>
    public IList<TokenOptions> ViewerTokens { get; } = [];

    /// <summary>Permits an address beyond loopback without tokens.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Origins besides the server's own that may open <c>/live</c> from a browser.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Host names, besides those of loopback and the configured address, under which HTTP is served.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Serves <c>/metrics</c> without a token.</summary>
    public bool OpenMetrics { get; set; }

    /// <summary>Failed attempts a minute from one address (for IPv6, from one /64); further ones are answered 429.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerMinute { get; set; } = 10;

    /// <summary>Of how many addresses failed attempts are remembered; past it the one that failed longest ago is forgotten.</summary>
    [Range(1, 10_000_000)]
    public int MaxFailureAddresses { get; set; } = 10_000;

    /// <summary>How long a login lasts.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Most logins at once; past it the oldest one ends.</summary>
    [Range(1, 1_000_000)]
    public int MaxSessions { get; set; } = 10_000;

    /// <summary>Most tickets that wait to be used; past it the oldest one is void.</summary>
    [Range(1, 1_000_000)]
    public int MaxTickets { get; set; } = 10_000;

    /// <summary>The tokens of <paramref name="audience"/>.</summary>
    public IList<TokenOptions> TokensOf(Audience audience) => audience == Audience.Agent ? AgentTokens : ViewerTokens;
}
