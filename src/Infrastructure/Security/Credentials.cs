using CleanLite.Application.Security;
using CleanLite.Domain.Live;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Security;

/// <summary>
/// Keeps the credentials up to date with the settings and the files of tokens. What did not change stays the same instance, what did ends; so whoever
/// holds an instance needs no version to compare. Once tokens have been asked for, they are asked for until the server stops, even if the last one goes.
/// </summary>
public sealed class Credentials : ICredentials
{
    private const int OwnTokenBytes = 32;

    private readonly ISecuritySettings _settings;
    private readonly SecurityMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<Credentials> _logger;
    private readonly Lock _sync = new();
    private readonly CredentialEntry _own;
    private readonly HashSet<CredentialEntry> _ended = [];
    private volatile CredentialSet _set;
    private string _toldFaults = "";

    public Credentials(SecurityOptions options, ISecuritySettings settings, SecurityMetrics metrics, TimeProvider time, ILogger<Credentials> logger)
    {
        (_settings, _metrics, _time, _logger) = (settings, metrics, time, logger);
        OwnToken = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(OwnTokenBytes));
        _own = new CredentialEntry(new TokenDefinition("own agents", Audience.Agent, TokenReader.HashOf(OwnToken), PatternList.Any, null));
        _set = new CredentialSet([_own], AnonymousIn(options, Audience.Agent), AnonymousIn(options, Audience.Viewer));
        Take(options);
    }

    /// <summary>The token of the agents that the server runs itself: random, and nowhere but in this process.</summary>
    public string OwnToken { get; }

    public Credential? AnonymousOf(Audience audience) => _set.AnonymousOf(audience)?.Credential;

    public Credential? Find(string token) => _set.Find(TokenReader.HashOf(token));

    /// <summary>Reads everything again and ends what is no longer valid. Called every second.</summary>
    public void Refresh()
    {
        lock (_sync)
        {
            if (_settings.TryRead(out var options, out var fault)) Take(options);
            else Tell(fault);
            EndExpired();
        }
    }

    private static CredentialEntry? AnonymousIn(SecurityOptions options, Audience audience) =>
        options.TokensOf(audience).Count > 0 ? null : CredentialEntry.Anonymous(audience);

    private void Take(SecurityOptions options)
    {
        var reading = TokenReader.Read(options);
        Tell(string.Join(' ', reading.Faults));
        var before = _set;
        var isSame = reading.Tokens.Count == before.Entries.Count - 1
            && reading.Tokens.Zip(before.Entries.Skip(1)).All(pair => pair.First.IsSameAs(pair.Second.Definition));
        if (isSame && !(IsAnonymousNoMore(Audience.Agent) || IsAnonymousNoMore(Audience.Viewer))) return;

        _set = new CredentialSet(
            [_own, .. reading.Tokens.Select(t => before.Entries.FirstOrDefault(e => e.Definition.IsSameAs(t)) ?? new CredentialEntry(t))],
            IsAnonymousNoMore(Audience.Agent) ? null : before.AnonymousAgent,
            IsAnonymousNoMore(Audience.Viewer) ? null : before.AnonymousViewer);
        _metrics.Reloaded("tokens", taken: true);
        SecurityLog.CredentialsRead(_logger, options.AgentTokens.Count, options.ViewerTokens.Count);
        foreach (var gone in before.All.Except(_set.All)) End(gone);
        _ended.IntersectWith(_set.Entries);

        bool IsAnonymousNoMore(Audience audience) => before.AnonymousOf(audience) is not null && options.TokensOf(audience).Count > 0;
    }

    private void EndExpired()
    {
        var now = _time.GetUtcNow();
        foreach (var entry in _set.Entries)
        {
            if (entry.Definition.ExpiresAt <= now && _ended.Add(entry)) End(entry);
        }
    }

    private void End(CredentialEntry entry)
    {
        SecurityLog.CredentialEnded(_logger, entry.Definition.Name, entry.Definition.Audience.ToString().ToLowerInvariant());
        entry.End();
    }

    // Once for each change of what is wrong, not every second.
    private void Tell(string faults)
    {
        if (faults == _toldFaults) return;
        _toldFaults = faults;
        if (faults.Length == 0) return;
        _metrics.Reloaded("tokens", taken: false);
        SecurityLog.CredentialFault(_logger, faults);
    }
}
