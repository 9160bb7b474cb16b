using CleanLite.Application.Fleet;
using CleanLite.Application.LatestState;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.LatestState;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>
/// All that the server keeps of one agent. The gate lets one in at a time: who holds it has the agent's turn, which is this record itself, so that
/// a turn costs no allocation.
/// </summary>
internal sealed class AgentRecord(AgentId id, AgentSeries series, FleetOptions fleet, ulong maxSequenceGap, TableMetrics tables) : IAgentTurn
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<SessionAccount> _sessions = [];
    private readonly Lock _counting = new();
    private readonly ClockSkew _skew = new();
    private AgentConnection? _current;
    private AgentHello? _hello;
    private SessionAccount? _session;
    private SessionAccount? _turnSession;
    private IngestTotals _totals;

    public AgentId Id { get; } = id;

    public AgentSeries OwnSeries { get; } = series;

    public Presence Presence { get; } = new();

    public FlapFold Flaps { get; } = new(fleet.FlapPairs, (long)fleet.FlapWindow.TotalMilliseconds);

    public DuplicateWatch Duplicates { get; } = new((long)fleet.DuplicateIdWindow.TotalMilliseconds, (long)fleet.FlapWindow.TotalMilliseconds);

    /// <summary>The agent's current stream, or null. Set within the turn by <see cref="Replace"/>; cleared by <see cref="TryLeave"/> at any time.</summary>
    public AgentConnection? Current => Volatile.Read(ref _current);

    /// <summary>The account of the session of the newest stream; null before the first heartbeat.</summary>
    public PointsLedger? Points => Volatile.Read(ref _session)?.Points;

    /// <summary>Milliseconds that the agent's clock is ahead of the server's; null while unknown.</summary>
    public long? ClockSkewMs
    {
        get
        {
            lock (_counting) return _skew.Milliseconds;
        }
    }

    public AgentHello? Hello
    {
        get => Volatile.Read(ref _hello);
        set => Volatile.Write(ref _hello, value);
    }

    public LabelSet Labels { get; set; } = LabelSet.Empty;

    public string Transport { get; set; } = "";

    /// <summary>True once the record has left the registry; who waited for its turn looks the agent up again.</summary>
    public bool IsRemoved { get; set; }

    public IngestTotals Totals
    {
        get
        {
            lock (_counting) return _totals;
        }
    }

    public bool IsCurrent { get; set; }

    public string AgentVersion => Hello?.AgentVersion ?? "";

    public SequenceLedger? Ledger => _turnSession?.Ledger;

    IAgentSeries IAgentTurn.Series => OwnSeries;

    /// <summary>Waits for the turn.</summary>
    public async ValueTask<AgentRecord> WaitAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        return this;
    }

    /// <summary>Makes <paramref name="connection"/> the current one and gives the one before it: whoever is given a stream, or takes it away, is the only one.</summary>
    public AgentConnection? Replace(AgentConnection connection) => Interlocked.Exchange(ref _current, connection);

    /// <summary>Takes <paramref name="connection"/> away if it is the current one; a late clean-up never takes its successor.</summary>
    public bool TryLeave(AgentConnection connection) => Interlocked.CompareExchange(ref _current, null, connection) == connection;

    /// <summary>Changes what the agent said in its hello. A newer hello that comes at the same time wins.</summary>
    public void Adjust(Func<AgentHello, AgentHello> change)
    {
        if (Hello is { } hello) Interlocked.CompareExchange(ref _hello, change(hello), hello);
    }

    public void Count(BatchResult result)
    {
        lock (_counting) _totals = _totals.Plus(result);
        _turnSession?.Count(result);
    }

    /// <summary>Makes <paramref name="sessionId"/> the session of the agent's newest stream. Within the turn.</summary>
    public SessionAccount Begin(string sessionId)
    {
        var session = SessionOf(sessionId);
        Volatile.Write(ref _session, session);
        return session;
    }

    /// <summary>Lets this turn be one of <paramref name="sessionId"/>; null: of no session.</summary>
    public void Enter(string? sessionId) => _turnSession = sessionId is null ? null : SessionOf(sessionId);

    /// <summary>Takes what the agent says it has counted; true if points are missing and nobody was told yet.</summary>
    public bool Settle(in AgentHeartbeat heartbeat, long receivedUnixMs)
    {
        lock (_counting) _skew.Add(heartbeat.SentUnixMs, receivedUnixMs);
        return Volatile.Read(ref _session)?.Settle(heartbeat) ?? false;
    }

    public void Dispose()
    {
        IsCurrent = false;
        _turnSession = null;
        _gate.Release();
    }

    // The last few sessions are remembered, so that a batch seen before is known again.
    private SessionAccount SessionOf(string id)
    {
        var index = _sessions.FindIndex(s => s.Id == id);
        var session = index >= 0 ? _sessions[index] : new SessionAccount(id, maxSequenceGap);
        if (index < 0 && _sessions.Count >= fleet.MaxSessionsPerAgent)
        {
            index = 0;
            tables.Evicted("sessions");
        }

        if (index >= 0) _sessions.RemoveAt(index);
        _sessions.Add(session);
        return session;
    }
}
