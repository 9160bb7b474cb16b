using CleanLite.Application.Fleet;
using CleanLite.Application.LatestState;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.LatestState;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>
/// All that the server keeps of one agent. The gate lets one in at a time: who holds it has the agent's turn, which is this record itself, so that
/// a turn costs no allocation.
/// </summary>
internal sealed class AgentRecord(AgentId id, AgentSeries series, FleetOptions fleet, ulong maxSequenceGap) : IAgentTurn
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<(string SessionId, SequenceLedger Ledger)> _sessions = [];
    private AgentConnection? _current;

    public AgentId Id { get; } = id;

    public AgentSeries OwnSeries { get; } = series;

    public Presence Presence { get; } = new();

    /// <summary>The agent's current stream, or null. Set within the turn; cleared by <see cref="TryLeave"/> at any time.</summary>
    public AgentConnection? Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>What the agent has counted, as it said last.</summary>
    public AgentHeartbeat? Heartbeat { get; set; }

    public AgentHello? Hello { get; set; }

    public LabelSet Labels { get; set; } = LabelSet.Empty;

    public string Transport { get; set; } = "";

    /// <summary>True once the record has left the registry; who waited for its turn looks the agent up again.</summary>
    public bool IsRemoved { get; set; }

    public IngestTotals Totals { get; private set; }

    public bool IsCurrent { get; set; }

    public string AgentVersion => Hello?.AgentVersion ?? "";

    public SequenceLedger? Ledger { get; set; }

    IAgentSeries IAgentTurn.Series => OwnSeries;

    /// <summary>Waits for the turn.</summary>
    public async ValueTask<AgentRecord> WaitAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        return this;
    }

    /// <summary>Takes <paramref name="connection"/> away if it is the current one; a late clean-up never takes its successor.</summary>
    public bool TryLeave(AgentConnection connection) => Interlocked.CompareExchange(ref _current, null, connection) == connection;

    public void Count(BatchResult result) => Totals = Totals.Plus(result);

    /// <summary>The numbers of a session, remembered for the last few sessions, so that a batch seen before is known again.</summary>
    public SequenceLedger LedgerOf(string sessionId)
    {
        var index = _sessions.FindIndex(s => s.SessionId == sessionId);
        var session = index >= 0 ? _sessions[index] : (sessionId, new SequenceLedger(maxSequenceGap));
        if (index >= 0) _sessions.RemoveAt(index);
        else if (_sessions.Count >= fleet.MaxSessionsPerAgent) _sessions.RemoveAt(0);
        _sessions.Add(session);
        return session.Item2;
    }

    public void Dispose()
    {
        IsCurrent = false;
        Ledger = null;
        _gate.Release();
    }
}
