using System.Text;
using CleanLite.Domain.Ingest;

namespace CleanLite.Testing;

/// <summary>Builds a batch in a line. Its fingerprints are the series' text: metric, then <c>name=value</c>, joined by commas.</summary>
public sealed class TestBatch
{
    private readonly List<(string Series, long[] Timestamps, double[] Values)> _series = [];

    /// <summary>Adds a series; <paramref name="series"/> reads <c>metric,label=value,...</c>.</summary>
    public TestBatch Series(string series, long[] timestamps, double[] values)
    {
        _series.Add((series, timestamps, values));
        return this;
    }

    /// <summary>Adds a series of one point.</summary>
    public TestBatch Point(string series, long timestamp, double value) => Series(series, [timestamp], [value]);

    /// <summary>The batch.</summary>
    public BatchColumns Build()
    {
        var batch = new BatchColumns(Read);
        foreach (var (series, timestamps, values) in _series)
        {
            batch.BeginSeries();
            batch.AddFingerprint(Encoding.UTF8.GetBytes(series));
            foreach (var timestamp in timestamps) batch.AddTimestamp(timestamp);
            foreach (var value in values) batch.AddValue(value);
        }

        return batch;
    }

    private static SeriesDraft Read(ReadOnlySpan<byte> fingerprint)
    {
        var parts = Encoding.UTF8.GetString(fingerprint).Split(',');
        var labels = parts.Skip(1).Select(p => p.Split('=', 2)).Select(p => new Label(p[0], p[^1])).ToArray();
        return new SeriesDraft(parts[0], labels, "", MetricKind.Gauge);
    }
}
