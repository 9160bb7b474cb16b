using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>
/// Whether one agent is there, judged on the server's monotonic clock only. Each method returns the change it made, or null; times are
/// milliseconds of that clock. Thread-safe.
/// </summary>
internal sealed class Presence
{
    private readonly Lock _sync = new();
    private object? _stream;
    private bool _seen;
    private long _heardAt;
    private long _offlineAt = long.MaxValue;
    private PresenceReason _pendingReason = PresenceReason.Closed;
    private string _pendingDetail = "";

    /// <summary>The state as last judged.</summary>
    public AgentState State { get; private set; } = AgentState.Offline;

    /// <summary>Why it is in that state.</summary>
    public PresenceReason Reason { get; private set; } = PresenceReason.Closed;

    /// <summary>Why, as a sentence for a person; empty if the reason says it all.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>When it entered the state.</summary>
    public long SinceMs { get; private set; }

    /// <summary>When the server last heard of the agent.</summary>
    public long HeardAtMs => Volatile.Read(ref _heardAt);

    /// <summary>A stream of the agent is there.</summary>
    public PresenceChange? Attach(object stream, long now, bool takeover)
    {
        lock (_sync)
        {
            _stream = stream;
            var change = HearLocked(now, PresenceReason.Connected);
            return change ?? (takeover ? PresenceChange.Superseded : null);
        }
    }

    /// <summary>
    /// The stream ended: the agent is offline at once, or after <paramref name="graceMs"/> if it does not come back. The end of any stream but the
    /// one attached last changes nothing.
    /// </summary>
    public PresenceChange? Detach(object stream, long now, PresenceReason reason, string detail, long graceMs)
    {
        lock (_sync)
        {
            if (_stream != stream) return null;
            _stream = null;
            (_pendingReason, _pendingDetail) = (reason, detail);
            _offlineAt = now + graceMs;
            return JudgeLocked(now, long.MaxValue, long.MaxValue);
        }
    }

    /// <summary>A sign of life.</summary>
    public PresenceChange? Hear(long now)
    {
        // Nearly always nothing changes: no lock then.
        if (State == AgentState.Online && Volatile.Read(ref _offlineAt) == long.MaxValue)
        {
            Volatile.Write(ref _heardAt, now);
            return null;
        }

        lock (_sync) return HearLocked(now, PresenceReason.HeardAgain);
    }

    /// <summary>Looks at the clock: silent for <paramref name="staleAfterMs"/> is stale, for <paramref name="deadAfterMs"/> offline.</summary>
    public PresenceChange? Judge(long now, long staleAfterMs, long deadAfterMs)
    {
        lock (_sync) return JudgeLocked(now, staleAfterMs, deadAfterMs);
    }

    /// <summary>Says more of the state that the agent is in, such as that two processes share its id.</summary>
    public void Remark(PresenceReason reason, string detail)
    {
        lock (_sync) (Reason, Detail) = (reason, detail);
    }

    private PresenceChange? HearLocked(long now, PresenceReason reason)
    {
        Volatile.Write(ref _heardAt, now);
        _offlineAt = long.MaxValue;
        if (State == AgentState.Online) return null;
        var change = _seen ? PresenceChange.Reconnected : PresenceChange.Connected;
        EnterLocked(AgentState.Online, _seen ? reason : PresenceReason.Connected, "", now);
        _seen = true;
        return change;
    }

    private PresenceChange? JudgeLocked(long now, long staleAfterMs, long deadAfterMs)
    {
        if (State == AgentState.Offline) return null;
        var silent = now - _heardAt;
        if (now >= _offlineAt || silent >= deadAfterMs)
        {
            if (now >= _offlineAt) EnterLocked(AgentState.Offline, _pendingReason, _pendingDetail, now);
            else EnterLocked(AgentState.Offline, PresenceReason.Silence, Silence.Told(silent), now);
            return PresenceChange.Offline;
        }

        if (State == AgentState.Online && silent >= staleAfterMs)
        {
            EnterLocked(AgentState.Stale, PresenceReason.Silence, Silence.Told(silent), now);
            return PresenceChange.Stale;
        }

        return null;
    }

    private void EnterLocked(AgentState state, PresenceReason reason, string detail, long now)
    {
        State = state;
        (Reason, Detail) = (reason, detail);
        SinceMs = now;
    }
}
