using CleanLite.V1;

namespace CleanLite.Agent.Session;

/// <summary>A numbered batch that waits for its acknowledgement. <see cref="BatchBuffer"/> guards it.</summary>
internal sealed class BufferedBatch(ulong sequence, MetricPoint[] points)
{
    public ulong Sequence { get; } = sequence;

    public MetricPoint[] Points { get; private set; } = points;

    public BatchState State { get; set; }

    /// <summary>The server has dealt with it; only its number still matters.</summary>
    public void Settle()
    {
        State = BatchState.Settled;
        Points = [];
    }

    /// <summary>Consecutive points of one series become one <see cref="TimeSeries"/>.</summary>
    public MetricBatch ToMessage()
    {
        var batch = new MetricBatch { Sequence = Sequence };
        MetricSeries? open = null;
        foreach (var point in Points)
        {
            if (!ReferenceEquals(open, point.Series))
                batch.Series.Add((open = point.Series).ToMessage());
            var series = batch.Series[^1];
            series.Timestamps.Add(point.UnixMs);
            series.Values.Add(point.Value);
        }

        return batch;
    }
}
