namespace CleanLite.Domain.Fleet;

/// <summary>
/// The proof that nothing went missing between an agent and the server, for one session: what the agent says it produced against what the server
/// itself has answered, what the agent shed, and what still waits in it.
/// </summary>
/// <param name="Produced">Points that the agent produced.</param>
/// <param name="Acknowledged">Points that the server has answered, by its own count: accepted, duplicate, late or rejected.</param>
/// <param name="Shed">Points that the agent dropped because its buffer was full.</param>
/// <param name="Waiting">Points in the agent's buffer or on their way.</param>
/// <param name="Unaccounted">Points that are none of these: lost. Normally 0.</param>
/// <param name="CountedTwice">
/// Points that the agent counts as shed although they had arrived: their answer was lost with a stream, and the buffer was full before the next.
/// </param>
public readonly record struct PointsLedger(long Produced, long Acknowledged, long Shed, long Waiting, long Unaccounted, long CountedTwice)
{
    // Four of these can be added without an overflow, whatever an agent claims.
    private const ulong Most = long.MaxValue / 4;

    /// <summary>Holds what <paramref name="heartbeat"/> says against the server's own count.</summary>
    /// <param name="heartbeat">What the agent has counted.</param>
    /// <param name="answered">Points of the session that the server has answered, batches seen before left out.</param>
    public static PointsLedger Of(in AgentHeartbeat heartbeat, long answered)
    {
        var (produced, shed) = (Bound(heartbeat.Produced), Bound(heartbeat.Shed));

        // What the server has answered and the agent has not yet heard of is still in the agent's buffer: it must not count twice.
        var unheard = Math.Max(0, answered - Bound(heartbeat.Acknowledged));
        var waiting = Math.Max(0, Bound(heartbeat.Buffered) - unheard);
        var difference = produced - answered - shed - waiting;
        return new PointsLedger(produced, answered, shed, waiting, Math.Max(0, difference), Math.Max(0, -difference));
    }

    private static long Bound(ulong count) => (long)Math.Min(count, Most);
}
