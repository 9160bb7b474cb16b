namespace CleanLite.Abuse.Runs;

/// <summary>How late a neighbour's points came.</summary>
/// <param name="Count">Points.</param>
/// <param name="P99Ms">The 99th percentile in milliseconds, from the agent's clock to the viewer's.</param>
internal readonly record struct Delays(int Count, long P99Ms)
{
    /// <summary>Of fewer points a 99th percentile says nothing: it would be the slowest of all.</summary>
    private const int Fewest = 100;

    /// <summary>Below this a neighbour has not been disturbed: on two cores that tool and server share, one turn of another thread is as long.</summary>
    private const long FloorMs = 10;

    public static Delays Of(IReadOnlyList<long> delays) => new(delays.Count, delays.Count == 0 ? 0 : delays.Order().ElementAt((int)(delays.Count * 0.99)));

    /// <summary>If these are those of quiet, the longest p99 that is allowed beside an attack.</summary>
    public long Mark => Math.Max(2 * P99Ms, FloorMs);

    /// <summary>What is wrong with these, measured against those of quiet; null: nothing.</summary>
    public string? MissAgainst(Delays quiet) => Count >= Fewest && P99Ms > quiet.Mark ? $"the neighbour's p99 was {P99Ms} ms, allowed {quiet.Mark} ms" : null;
}
