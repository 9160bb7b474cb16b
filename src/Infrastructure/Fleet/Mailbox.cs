using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>One agent at the push desk: its stream once it has been welcomed, and its pushes that have not ended. Guarded by the desk's lock.</summary>
internal sealed class Mailbox
{
    private readonly List<PushRecord> _open = [];

    /// <summary>The stream; null while the agent is absent.</summary>
    public AgentConnection? Stream { get; private set; }

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<PushRecord> Open => _open;

    public bool IsEmpty => Stream is null && _open.Count == 0;

    /// <summary>Milliseconds between reports to which the agent falls back when a lease ends.</summary>
    public int BaseIntervalMs { get; set; }

    /// <summary>When the agent's leased interval ends, milliseconds of the monotonic clock; null without one.</summary>
    public long? LeaseEndsAt { get; set; }

    /// <summary>True once the agent has said that it cannot take the configuration in its welcome.</summary>
    public bool HasToldFailure { get; set; }

    /// <summary>What waits, in the order in which it is to go out: a restart last, because whatever came after it would be lost.</summary>
    public IEnumerable<PushRecord> Waiting => _open.Where(p => p.State == PushState.Waiting).OrderBy(p => p.Push.Kind == PushKind.Restart).ToList();

    /// <summary>True if a restart went out over the present stream: nothing follows it.</summary>
    public bool IsRestarting => _open.Any(p => p.IsUnderWay && p.Push.Kind == PushKind.Restart && p.SentOver == Stream);

    public bool HasUnderWay => _open.Any(p => p.IsUnderWay);

    public void Attach(AgentConnection stream)
    {
        (Stream, BaseIntervalMs, LeaseEndsAt, HasToldFailure) = (stream, stream.Hello.ReportIntervalMs, null, false);
    }

    public void Detach() => (Stream, LeaseEndsAt) = (null, null);

    public void Add(PushRecord push) => _open.Add(push);

    public void Remove(PushRecord push) => _open.Remove(push);

    /// <summary>The push of <paramref name="kind"/> that waits, if one does; there is one at most.</summary>
    public PushRecord? WaitingOf(PushKind kind) => _open.Find(p => p.State == PushState.Waiting && p.Push.Kind == kind);
}
