using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>What a batch may hold (settings <c>CleanLite:Ingest</c>).</summary>
public sealed class IngestOptions
{
    /// <summary>Largest message in bytes, after decompression.</summary>
    public int MaxBatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Most series in a batch.</summary>
    public int MaxSeriesPerBatch { get; set; } = 10_000;

    /// <summary>Most points in a batch.</summary>
    public int MaxPointsPerBatch { get; set; } = 100_000;

    /// <summary>Most labels of a series.</summary>
    public int MaxLabelsPerSeries { get; set; } = 64;

    /// <summary>Longest label name in characters.</summary>
    public int MaxLabelNameLength { get; set; } = 128;

    /// <summary>Longest label value in characters.</summary>
    public int MaxLabelValueLength { get; set; } = 1024;

    /// <summary>Most live series of one agent.</summary>
    public int MaxSeriesPerAgent { get; set; } = 10_000;

    /// <summary>Most live series in all.</summary>
    public int MaxSeries { get; set; } = 1_000_000;

    /// <summary>How old a point may be, by the server's clock.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How far ahead a point may lie, by the server's clock.</summary>
    public TimeSpan MaxFuture { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many batch numbers an agent may jump without announcing it.</summary>
    public int MaxSequenceGap { get; set; } = 1_000_000;

    /// <summary>How many batches an agent may have in flight.</summary>
    public int MaxUnacknowledgedBatches { get; set; } = 64;

    /// <summary>Milliseconds that an agent is asked to wait when the server is overloaded.</summary>
    public int RetryAfterMs { get; set; } = 500;

    /// <summary>The limits on labels, together.</summary>
    public LabelLimits LabelLimits => new(MaxLabelsPerSeries, MaxLabelNameLength, MaxLabelValueLength);
}
