using CleanLite.Load.Agents;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Commands;

/// <summary>What the rows must reach, each on two cores of the machine of docs/performance.md. Rows of other loads have no mark for speed; nothing may be lost in any.</summary>
internal static class Goals
{
    /// <summary>The saturated way in, by shape of the batch.</summary>
    public static IEnumerable<Goal> OfIngest(BatchShape shape, int viewers)
    {
        yield return Goal.None("not accepted");
        yield return Goal.None("faults");
        if (viewers == 0 && shape == new BatchShape(1_000, 1)) yield return Goal.AtLeast("points per server CPU s", 3.5e6);
        if (viewers == 0 && shape == new BatchShape(100, 10)) yield return Goal.AtLeast("points per server CPU s", 6e6);
    }

    /// <summary>The saturated way out, by number of viewers.</summary>
    public static IEnumerable<Goal> OfFanout(BatchShape shape, int viewers)
    {
        yield return Goal.None("lost");
        yield return Goal.None("faults");
        if (shape != new BatchShape(100, 1)) yield break;
        if (viewers == 100) yield return Goal.AtLeast("deliveries per server CPU s", 12e6);
        if (viewers == 1_000) yield return Goal.AtLeast("deliveries per server CPU s", 5e6);
    }

    /// <summary>A steady rate, by the points a second, the points of a batch and the number of viewers.</summary>
    public static IEnumerable<Goal> OfSteady(SteadyLoad load)
    {
        yield return Goal.None("lost");
        yield return Goal.None("faults");
        (double P99, double Core) most = (load.PointsPerSecond, load.Shape.Points, load.Viewers) switch
        {
            (10, 1, 1) => (3, double.NaN),
            (1_000, 1 or 10, 100) => (25, 0.3),
            (10_000, 10, 100) => (25, 0.4),
            (10_000, 100, 100) => (8, 0.25),
            _ => (double.NaN, double.NaN),
        };
        if (!double.IsNaN(most.P99)) yield return Goal.AtMost("p99 ms", most.P99);
        if (!double.IsNaN(most.Core)) yield return Goal.AtMost("server core", most.Core);
    }

    /// <summary>One that is there and idle, by how many there are: of few, what the server took for itself meanwhile is most.</summary>
    public static IEnumerable<Goal> OfIdle(bool isViewer, int count)
    {
        yield return Goal.None("faults");
        if (count >= 1_000) yield return Goal.AtMost("KB each", isViewer ? 20 : 40);
    }

    /// <summary>A live series, by how many there are: of few, what the server holds anyway is most.</summary>
    public static IEnumerable<Goal> OfSeries(int series)
    {
        yield return Goal.None("not accepted");
        yield return Goal.None("faults");
        if (series >= 1_000_000) yield return Goal.AtMost("bytes each", 400);
    }

    /// <summary>Viewers that read slowly or never: each may cost the server 1 MB; a few, what two runs of the same differ by.</summary>
    public static Goal OfSlow(string peak, double without, int slow) => Goal.AtMost(peak, without + Math.Max(16, slow));
}
