namespace CleanLite.Application.Security;

/// <summary>One token (settings <c>CleanLite:Security:AgentTokens</c> and <c>ViewerTokens</c>).</summary>
public sealed class TokenOptions
{
    /// <summary>What logs call it; unique among the tokens of its kind.</summary>
    public string Name { get; set; } = "";

    /// <summary>The token itself: 16 to 512 characters of <c>A-Z a-z 0-9 - . _ ~ + / =</c>.</summary>
    public string Token { get; set; } = "";

    /// <summary>A file that holds it, in place of <see cref="Token"/>.</summary>
    public string TokenFile { get; set; } = "";

    /// <summary>Patterns of the agents that it may speak for; none: any. For agents' tokens only.</summary>
    public IList<string> Agents { get; } = [];

    /// <summary>From when on it is not valid, RFC 3339; empty: it does not expire.</summary>
    public string ExpiresAt { get; set; } = "";
}
