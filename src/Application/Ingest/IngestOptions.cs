using System.ComponentModel.DataAnnotations;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>What a batch may hold (settings <c>CleanLite:Ingest</c>).</summary>
public sealed class IngestOptions
{
    /// <summary>Largest message in bytes, after decompression.</summary>
    [Range(1_024, 256 * 1024 * 1024)]
    public int MaxBatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Most series in a batch.</summary>
    [Range(1, 1_000_000)]
    public int MaxSeriesPerBatch { get; set; } = 10_000;

    /// <summary>Most points in a batch.</summary>
    [Range(1, 10_000_000)]
    public int MaxPointsPerBatch { get; set; } = 100_000;

    /// <summary>Most labels of a series.</summary>
    [Range(0, 1_024)]
    public int MaxLabelsPerSeries { get; set; } = 64;

    /// <summary>Longest label name in characters.</summary>
    [Range(1, 4_096)]
    public int MaxLabelNameLength { get; set; } = 128;

    /// <summary>Longest label value in characters.</summary>
    [Range(1, 65_536)]
    public int MaxLabelValueLength { get; set; } = 1024;

    /// <summary>Most live series of one agent.</summary>
    [Range(1, 10_000_000)]
    public int MaxSeriesPerAgent { get; set; } = 10_000;

    /// <summary>Most live series in all.</summary>
    [Range(1, 100_000_000)]
    public int MaxSeries { get; set; } = 1_000_000;

    /// <summary>How old a point may be, by the server's clock.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How far ahead a point may lie, by the server's clock.</summary>
    public TimeSpan MaxFuture { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many batch numbers an agent may jump without announcing it.</summary>
    [Range(0, int.MaxValue)]
    public int MaxSequenceGap { get; set; } = 1_000_000;

    /// <summary>How many batches an agent may have in flight.</summary>
    [Range(1, 100_000)]
    public int MaxUnacknowledgedBatches { get; set; } = 64;

    /// <summary>Milliseconds that an agent is asked to wait when the server is overloaded.</summary>
    [Range(1, 60_000)]
    public int RetryAfterMs { get; set; } = 500;

    /// <summary>The limits on labels, together.</summary>
    public LabelLimits LabelLimits => new(MaxLabelsPerSeries, MaxLabelNameLength, MaxLabelValueLength);
}
