using System.Collections.Concurrent;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.LatestState;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>The agents that the server knows. Whoever changes an agent's stream or numbers holds that agent's turn.</summary>
internal sealed class AgentRegistry(
    LatestStateStore store,
    IMetricBroadcaster broadcaster,
    FleetNotices notices,
    FleetMetrics metrics,
    FleetOptions fleet,
    IngestOptions ingest,
    TimeProvider time) : IAgentRegistry
{
    private readonly ConcurrentDictionary<AgentId, AgentRecord> _agents = new();
    private readonly Lock _admission = new();
    private long _connections;
    private long _changes;
    private Counted? _counted;

    /// <summary>Every record; a snapshot that may be a moment old.</summary>
    public IEnumerable<AgentRecord> Records => _agents.Values;

    /// <summary>How many agents are known, in whatever state.</summary>
    public int KnownCount => _agents.Count;

    /// <summary>Milliseconds of the monotonic clock by which presence is judged.</summary>
    public long NowMs => (long)time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>One agent; null if it is not known.</summary>
    public AgentRecord? Known(AgentId agent) => _agents.GetValueOrDefault(agent);

    /// <summary>Notes that what an agent said in its hello has changed. Does nothing if the stream is not its agent's current one.</summary>
    public void Adjust(AgentConnection connection, Func<AgentHello, AgentHello> change)
    {
        if (_agents.TryGetValue(connection.Hello.AgentId, out var agent) && agent.Current == connection) agent.Adjust(change);
    }

    public async ValueTask<ConnectOutcome> ConnectAsync(AgentHello hello, IAgentLink link, CancellationToken cancellation)
    {
        using var agent = await TurnOfAsync(hello.AgentId, cancellation).ConfigureAwait(false);
        if (agent is null)
        {
            metrics.Refused();
            return new ConnectOutcome.Full($"The server knows {fleet.MaxAgents} agents, as many as it may.");
        }

        var connection = new AgentConnection($"a-{Interlocked.Increment(ref _connections)}", hello, link);
        var older = agent.Replace(connection);
        (agent.Hello, agent.Labels, agent.Transport) = (hello, hello.Labels, link.Transport);
        metrics.Connected(takeover: older is not null);
        var change = agent.Presence.Attach(connection, NowMs, takeover: older is not null);
        if (older is null) Tell(agent, change);
        else Supersede(agent, older, hello, change);
        return new ConnectOutcome.Connected(connection, agent.Begin(hello.SessionId).Ledger.Last, older is not null);
    }

    public void Disconnect(AgentConnection connection, GoodbyeReason reason, string detail)
    {
        if (!_agents.TryGetValue(connection.Hello.AgentId, out var agent) || !agent.TryLeave(connection)) return;
        metrics.Disconnected(reason);

        // A closed stream may be back in a moment; one that said goodbye, or was silent for too long, will not.
        var grace = reason == GoodbyeReason.Unspecified ? fleet.ReconnectGraceMs : 0;
        Tell(agent, agent.Presence.Detach(connection, NowMs, PresenceReasons.Of(reason), detail, grace));
    }

    public void Heard(AgentConnection connection, AgentHeartbeat? heartbeat = null)
    {
        if (!_agents.TryGetValue(connection.Hello.AgentId, out var agent) || agent.Current != connection) return;
        if (heartbeat is { } counted) Settle(agent, counted);
        Tell(agent, agent.Presence.Hear(NowMs));
    }

    public async ValueTask<IAgentTurn?> EnterAsync(BatchOrigin origin, CancellationToken cancellation)
    {
        var (id, connection, labels) = origin switch
        {
            BatchOrigin.FromSession session => (session.Connection.Hello.AgentId, session.Connection, LabelSet.Empty),
            BatchOrigin.FromCall call => (call.Agent, null, call.Labels),
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };
        var agent = await TurnOfAsync(id, cancellation).ConfigureAwait(false);
        if (agent is null)
        {
            metrics.Refused();
            return null;
        }

        agent.IsCurrent = connection is null || agent.Current == connection;
        agent.Enter(connection?.Hello.SessionId);
        if (connection is null && agent.Current is null) (agent.Labels, agent.Transport) = (labels, "call");
        if (agent.IsCurrent) Tell(agent, agent.Presence.Hear(NowMs));
        return agent;
    }

    public async ValueTask<IAgentTurn?> PeekAsync(AgentId agent, CancellationToken cancellation) =>
        _agents.TryGetValue(agent, out var record) ? await record.WaitAsync(cancellation).ConfigureAwait(false) : null;

    public IReadOnlyList<AgentSummary> List()
    {
        var toWallClock = ToWallClock();
        return [.. _agents.Values.OrderBy(a => a.Id.Value, StringComparer.Ordinal).Select(a => Summarise(a, toWallClock))];
    }

    public AgentSummary? Find(AgentId agent) => _agents.TryGetValue(agent, out var record) ? Summarise(record, ToWallClock()) : null;

    public FleetCounts Count()
    {
        // Counted again only after a change: /health and the dashboards ask far more often than agents come and go.
        var changes = Interlocked.Read(ref _changes);
        if (Volatile.Read(ref _counted) is { } known && known.Changes == changes) return known.Counts;
        var counts = default(FleetCounts);
        foreach (var (_, agent) in _agents)
        {
            counts = agent.Presence.State switch
            {
                AgentState.Online => counts with { Online = counts.Online + 1 },
                AgentState.Stale => counts with { Stale = counts.Stale + 1 },
                _ => counts with { Offline = counts.Offline + 1 },
            };
        }

        Volatile.Write(ref _counted, new Counted(changes, counts));
        return counts;
    }

    /// <summary>Judges every agent's presence, and forgets those that have been gone for long.</summary>
    public async ValueTask JudgeAsync(CancellationToken cancellation)
    {
        var now = NowMs;
        foreach (var agent in _agents.Values)
        {
            var interval = agent.Hello is { ReportIntervalMs: > 0 } hello && agent.Current is not null
                ? hello.ReportIntervalMs
                : fleet.HeartbeatIntervalMs;
            var dead = Math.Max(fleet.DeadAfterMs, 3L * interval);
            Tell(agent, agent.Presence.Judge(now, Math.Min(3L * interval, dead), dead));
            TellWhatIsOver(agent, now);
            if (IsForgettable(agent, now)) await ForgetAsync(agent, cancellation).ConfigureAwait(false);
        }
    }

    private static AgentSummary Summarise(AgentRecord agent, long toWallClock) => new()
    {
        Id = agent.Id,
        State = agent.Presence.State,
        SinceUnixMs = agent.Presence.SinceMs + toWallClock,
        Reason = agent.Presence.Reason.Word(),
        Detail = agent.Presence.Detail,
        LastHeardUnixMs = agent.Presence.HeardAtMs + toWallClock,
        Hello = agent.Hello,
        Labels = agent.Labels,
        Transport = agent.Transport,
        SeriesCount = agent.OwnSeries.Count,
        Totals = agent.Totals,
        ClockSkewMs = agent.ClockSkewMs,
        RoundTripMs = agent.Current?.Link.RoundTripMs,
        Points = agent.Points,
    };

    private long ToWallClock() => time.GetUtcNow().ToUnixTimeMilliseconds() - NowMs;

    private void Settle(AgentRecord agent, AgentHeartbeat heartbeat)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!agent.Settle(heartbeat, now)) return;
        metrics.Unaccounted();
        notices.Tell(new PointsUnaccounted(agent.Id, agent.Points!.Value, now));
    }

    private bool IsForgettable(AgentRecord agent, long now) =>
        agent.Current is null
        && agent.Presence.State == AgentState.Offline
        && now - agent.Presence.SinceMs >= fleet.ForgetAfter.TotalMilliseconds;

    private async ValueTask<AgentRecord?> TurnOfAsync(AgentId id, CancellationToken cancellation)
    {
        while (true)
        {
            var known = _agents.TryGetValue(id, out var agent);
            if (!known && (agent = await TryAddAsync(id, cancellation).ConfigureAwait(false)) is null) return null;
            await agent!.WaitAsync(cancellation).ConfigureAwait(false);
            if (!agent.IsRemoved) return agent;
            agent.Dispose();
        }
    }

    private async ValueTask<AgentRecord?> TryAddAsync(AgentId id, CancellationToken cancellation)
    {
        if (_agents.Count >= fleet.MaxAgents && !await MakeRoomAsync(cancellation).ConfigureAwait(false)) return null;
        lock (_admission)
        {
            if (_agents.TryGetValue(id, out var agent)) return agent;
            if (_agents.Count >= fleet.MaxAgents) return null;
            agent = new AgentRecord(id, new AgentSeries(id, store, ingest), fleet, (ulong)ingest.MaxSequenceGap, metrics.Tables);
            _agents[id] = agent;
            Interlocked.Increment(ref _changes);
            return agent;
        }
    }

    // The agent that has been offline for longest gives way to a new one.
    private async ValueTask<bool> MakeRoomAsync(CancellationToken cancellation)
    {
        var longest = _agents.Values
            .Where(a => a.Current is null && a.Presence.State == AgentState.Offline)
            .MinBy(a => a.Presence.SinceMs);
        if (longest is null || !await ForgetAsync(longest, cancellation).ConfigureAwait(false)) return false;
        metrics.Tables.Evicted("agents");
        return true;
    }

    private async ValueTask<bool> ForgetAsync(AgentRecord agent, CancellationToken cancellation)
    {
        using var turn = await agent.WaitAsync(cancellation).ConfigureAwait(false);
        if (agent.IsRemoved || agent.Current is not null || agent.Presence.State != AgentState.Offline) return false;
        foreach (var series in agent.OwnSeries.RemoveIdle(sweeps: 0))
        {
            broadcaster.Forget(series);
            store.ReturnNumber(series.Number);
        }

        agent.IsRemoved = true;
        var removed = _agents.TryRemove(new KeyValuePair<AgentId, AgentRecord>(agent.Id, agent));
        Interlocked.Increment(ref _changes);
        return removed;
    }

    private void Supersede(AgentRecord agent, AgentConnection older, AgentHello newer, PresenceChange? change)
    {
        var note = agent.Duplicates.Note(older.Hello.SessionId, newer.SessionId, NowMs);
        if (!note.IsFolded)
        {
            older.Link.End(GoodbyeReason.Superseded, $"A newer stream of agent '{agent.Id}' took over.");
            Tell(agent, change, PresenceReason.Superseded);
            return;
        }

        var detail = $"Two live processes use the agent id '{agent.Id}' and take the stream from each other: one on host '{older.Hello.Hostname}', "
            + $"one on host '{newer.Hostname}'. Give one of them another id.";
        older.Link.End(GoodbyeReason.Superseded, detail);
        agent.Presence.Remark(PresenceReason.DuplicateId, detail);
        Tell(agent, change, PresenceReason.DuplicateId, isFolded: true);
        TellStory(agent, UnsteadyKind.DuplicateId, note, isOver: false, detail);
    }

    private void TellWhatIsOver(AgentRecord agent, long now)
    {
        if (agent.Duplicates.Settle(now) is { } duplicates)
        {
            if (agent.Presence.Reason == PresenceReason.DuplicateId) agent.Presence.Remark(PresenceReason.Connected, "");
            TellStory(agent, UnsteadyKind.DuplicateId, duplicates, isOver: true, $"One process uses the agent id '{agent.Id}' again.");
        }

        if (agent.Flaps.Settle(now) is not { } flaps) return;
        var state = agent.Presence.State;
        TellStory(
            agent, UnsteadyKind.Flapping, flaps, isOver: true, $"Agent {agent.Id} went and came back {flaps.Count} times; it is steady now, and {StateWord(state)}.");

        // Its last going was folded; as it stayed away, that is a row of its own after all, for its return to be paired with.
        if (state == AgentState.Offline) Publish(agent, PresenceChange.Offline, agent.Presence.Reason, isFolded: false);
    }

    private void Tell(AgentRecord agent, PresenceChange? change, PresenceReason? reason = null, bool isFolded = false)
    {
        if (change is null) return;
        Interlocked.Increment(ref _changes);
        var note = agent.Flaps.Note(change.Value, NowMs);
        var superseded = change == PresenceChange.Superseded ? reason : null;
        Publish(agent, change.Value, superseded ?? agent.Presence.Reason, isFolded || note.IsFolded);
        TellStory(
            agent, UnsteadyKind.Flapping, note, isOver: false, $"Agent {agent.Id} goes and comes back over and over: {note.Count} times so far.");
    }

    private void TellStory(AgentRecord agent, UnsteadyKind kind, StoryNote note, bool isOver, string detail)
    {
        if (note.Id is not { } id) return;
        var toWallClock = ToWallClock();
        var story = new AgentUnsteady(agent.Id, kind, id, note.Count, note.SinceMs + toWallClock, NowMs + toWallClock, isOver, detail);
        notices.Tell(story);
    }

    private void Publish(AgentRecord agent, PresenceChange change, PresenceReason reason, bool isFolded)
    {
        var notice = new AgentPresenceChanged(agent.Id, change, reason.Word(), time.GetUtcNow().ToUnixTimeMilliseconds(), agent.Hello)
        {
            Detail = agent.Presence.Detail,
            IsFolded = isFolded,
        };

        notices.Tell(notice);
    }

    private static string StateWord(AgentState state) => state.ToString().ToLowerInvariant();

    // A count, and how many changes there had been when it began: one that came later makes it old.
    private sealed record Counted(long Changes, FleetCounts Counts);
}
