using CleanLite.V1;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Random series, many of which break some rule, or repeat or precede what was sent before.</summary>
internal sealed class RandomSeries(Random random)
{
    private readonly long _now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 60_000;

    public TimeSeries[] Batch() => [.. Enumerable.Range(0, random.Next(6)).Select(_ => Next())];

    private TimeSeries Next()
    {
        var series = new TimeSeries { Metric = random.Next(8) == 0 ? "9 lives" : $"m{random.Next(4)}" };
        if (random.Next(3) == 0) series.Labels.Add(random.Next(4) == 0 ? "" : "l", random.Next(6) == 0 ? "\u0007" : "v");
        var timestamp = _now + random.Next(50);
        for (var n = random.Next(5); n > 0; n--)
        {
            series.Timestamps.Add(timestamp);
            timestamp += random.Next(8) == 0 ? 0 : random.Next(1, 5);
            series.Values.Add(random.Next(10) == 0 ? double.NaN : random.Next(2));
        }

        if (random.Next(10) == 0) series.Values.Add(1);
        if (random.Next(10) == 0) series.Timestamps.Add(long.MaxValue);
        return series;
    }
}
