using CleanLite.Domain.Fleet;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Security;

/// <summary>
/// What a caller proved to hold. Whatever lasts longer than a call (a stream, a session) keeps the instance and ends with <see cref="Ended"/>: a
/// credential that is revoked, or changed in any way, ends and is never valid again.
/// </summary>
/// <param name="name">Its name in the settings, for logs; no secret.</param>
/// <param name="audience">Whom it admits.</param>
/// <param name="agents">The agents that it may speak for; none named: any.</param>
/// <param name="expiresAt">From when on it is not valid; null: it does not expire.</param>
/// <param name="ended">Fires when it has been revoked or has expired.</param>
public sealed class Credential(string name, Audience audience, PatternList agents, DateTimeOffset? expiresAt, CancellationToken ended)
{
    /// <summary>Its name in the settings.</summary>
    public string Name => name;

    /// <summary>Whom it admits.</summary>
    public Audience Audience => audience;

    /// <summary>Fires within a second of its being revoked or expiring.</summary>
    public CancellationToken Ended => ended;

    /// <summary>True if it may be used at this moment.</summary>
    public bool IsValid(DateTimeOffset now) => !ended.IsCancellationRequested && !(expiresAt <= now);

    /// <summary>True if whoever holds it may speak for <paramref name="agent"/>.</summary>
    public bool MaySpeakFor(AgentId agent) => agents.Passes(agent.Value);
}
