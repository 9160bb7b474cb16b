using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>What the server keeps of one session of an agent: its batch numbers, and the account of its points.</summary>
internal sealed class SessionAccount(string id, ulong maxSequenceGap)
{
    private readonly Lock _sync = new();
    private long _answered;
    private long? _answeredBefore;
    private PointsLedger? _points;
    private bool _wasUneven;
    private bool _told;

    public string Id { get; } = id;

    /// <summary>The batch numbers; used within the agent's turn.</summary>
    public SequenceLedger Ledger { get; } = new(maxSequenceGap);

    /// <summary>The account as of the last heartbeat; null before the first.</summary>
    public PointsLedger? Points
    {
        get
        {
            lock (_sync) return _points;
        }
    }

    /// <summary>Counts an answer. A batch seen before was counted when it came first; one to be sent again will be.</summary>
    public void Count(BatchResult result)
    {
        if (result.Status is not (BatchStatus.Duplicate or BatchStatus.Retry)) Interlocked.Add(ref _answered, result.Points);
    }

    /// <summary>Draws up the account. True if points are missing, were so at the last heartbeat too, and nobody was told yet.</summary>
    public bool Settle(in AgentHeartbeat heartbeat)
    {
        lock (_sync)
        {
            var answered = Interlocked.Read(ref _answered);

            // A session older than the server's memory begins with points that were answered before: their number is taken on trust, once.
            _answeredBefore ??= (long)Math.Min(heartbeat.Acknowledged, long.MaxValue / 4) is var told && told > answered ? told - answered : 0;
            var points = PointsLedger.Of(heartbeat, answered + _answeredBefore.Value);
            _points = points;
            var (isUneven, wasUneven) = (points.Unaccounted > 0, _wasUneven);
            _wasUneven = isUneven;
            var tell = isUneven && wasUneven && !_told;
            _told = isUneven && (_told || tell);
            return tell;
        }
    }
}
