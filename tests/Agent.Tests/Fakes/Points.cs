using CleanLite.V1;

namespace CleanLite.Agent.Tests.Fakes;

/// <summary>Points for tests that care only how many there are.</summary>
internal static class Points
{
    private static readonly MetricSeries Series = new("test.value", MetricKind.Gauge, "1", ("case", "a"));

    public static MetricPoint[] Of(int count, long firstUnixMs = 1) =>
        [.. Enumerable.Range(0, count).Select(i => new MetricPoint(Series, firstUnixMs + i, i))];

    /// <summary>One point in each of so many series.</summary>
    public static MetricPoint[] OfSeries(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new MetricPoint(new MetricSeries($"test.s{i}", MetricKind.Gauge, "1"), 1, i))];
}
