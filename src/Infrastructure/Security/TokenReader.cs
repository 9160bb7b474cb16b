using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CleanLite.Application.Security;
using CleanLite.Domain;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Security;

/// <summary>Reads tokens from the settings and from the files that they name. A token that is wrong in any way is no token: it admits nobody.</summary>
public sealed class TokenReader
{
    /// <summary>The shortest token allowed, in characters.</summary>
    public const int MinLength = 16;

    /// <summary>The longest token allowed, in characters.</summary>
    public const int MaxLength = 512;

    private const int MaxNameLength = 64;
    private const int MaxTokens = 1_000;

    // RFC 6750, section 2.1.
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    private readonly List<TokenDefinition> _tokens = [];
    private readonly List<string> _faults = [];

    private TokenReader()
    {
    }

    /// <summary>What is wrong with the tokens of <paramref name="options"/>, for the start, when everything must be right.</summary>
    public static IReadOnlyList<string> FaultsOf(SecurityOptions options) => Read(options).Faults;

    /// <summary>The hash under which a token is known.</summary>
    internal static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    internal static TokenReading Read(SecurityOptions options)
    {
        var reader = new TokenReader();
        foreach (var audience in Enum.GetValues<Audience>())
        {
            var tokens = options.TokensOf(audience);
            if (tokens.Count > MaxTokens) reader._faults.Add($"CleanLite:Security:{audience}Tokens has {tokens.Count} entries; allowed: at most {MaxTokens}.");
            for (var i = 0; i < Math.Min(tokens.Count, MaxTokens); i++) reader.Read(audience, tokens[i], $"CleanLite:Security:{audience}Tokens:{i}");
        }

        return new TokenReading(reader._tokens, reader._faults);
    }

    private void Read(Audience audience, TokenOptions token, string key)
    {
        if (NameOf(audience, token, key) is not { } name || SecretOf(token, key) is not { } secret) return;
        if (!TryExpiry(token, key, out var expiresAt) || AgentsOf(audience, token, key) is not { } agents) return;
        var hash = HashOf(secret);
        if (_tokens.Any(t => CryptographicOperations.FixedTimeEquals(t.Hash, hash)))
            _faults.Add($"{key} ('{name}') is a token that stands there before; allowed: each token once, for agents or for viewers.");
        else
            _tokens.Add(new TokenDefinition(name, audience, hash, agents, expiresAt));
    }

    private string? NameOf(Audience audience, TokenOptions token, string key)
    {
        var allowed = $"1 to {MaxNameLength} characters of plain text, each name once";
        if (token.Name.Length is > 0 and <= MaxNameLength && !Text.IsUnfit(token.Name) && !_tokens.Any(t => t.Audience == audience && t.Name == token.Name))
            return token.Name;
        _faults.Add($"{key}:Name is '{Text.Excerpt(token.Name)}'; allowed: {allowed}.");
        return null;
    }

    // Whatever is wrong, the fault tells of lengths and paths, never of what was found.
    private string? SecretOf(TokenOptions token, string key)
    {
        if ((token.Token.Length > 0) == (token.TokenFile.Length > 0))
        {
            _faults.Add($"{key} has {(token.Token.Length > 0 ? "both" : "neither")} Token and TokenFile; allowed: one of them.");
            return null;
        }

        var (part, secret) = ("Token", token.Token);
        if (token.TokenFile.Length > 0)
        {
            part = "TokenFile";
            if (ReadFile(token.TokenFile) is not { } content)
            {
                _faults.Add($"{key}:TokenFile is '{Text.Excerpt(token.TokenFile)}', which cannot be read; allowed: the path of a file that holds the token.");
                return null;
            }

            secret = content.Trim();
        }

        if (secret.Length is >= MinLength and <= MaxLength && !secret.AsSpan().ContainsAnyExcept(Allowed)) return secret;
        _faults.Add($"{key}:{part} has {secret.Length} characters, which are not shown; allowed: {MinLength} to {MaxLength} of A-Z a-z 0-9 - . _ ~ + / =.");
        return null;
    }

    private bool TryExpiry(TokenOptions token, string key, out DateTimeOffset? expiresAt)
    {
        expiresAt = null;
        if (token.ExpiresAt.Length == 0) return true;
        if (DateTimeOffset.TryParse(token.ExpiresAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            expiresAt = instant;
            return true;
        }

        _faults.Add($"{key}:ExpiresAt is '{Text.Excerpt(token.ExpiresAt)}'; allowed: an instant such as 2027-01-31T12:00:00Z.");
        return false;
    }

    private PatternList? AgentsOf(Audience audience, TokenOptions token, string key)
    {
        if (audience == Audience.Viewer && token.Agents.Count > 0)
        {
            _faults.Add($"{key}:Agents is given; allowed: nothing, because viewers see every agent.");
            return null;
        }

        try
        {
            return new PatternList(token.Agents);
        }
        catch (FormatException fault)
        {
            _faults.Add($"{key}:Agents: {fault.Message}");
            return null;
        }
    }

    private static string? ReadFile(string path)
    {
        try
        {
            using var file = new StreamReader(path);
            var buffer = new char[MaxLength + 64];
            return new string(buffer, 0, file.ReadBlock(buffer));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
