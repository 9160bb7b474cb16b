using CleanLite.V1;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Series for tests.</summary>
internal static class Samples
{
    private static long _clock = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 600_000;

    /// <summary>A timestamp later than all given before, and not too old.</summary>
    public static long NextTimestamp() => Interlocked.Increment(ref _clock);

    /// <summary>A good series with one point, newer than any before.</summary>
    public static TimeSeries Series(string metric = "cpu", double value = 1) => At(metric, NextTimestamp(), value);

    public static TimeSeries At(string metric, long timestamp, double value = 1) =>
        new() { Metric = metric, Timestamps = { timestamp }, Values = { value } };
}
