using CleanLite.Domain.Ingest;

namespace CleanLite.Domain.Fleet;

/// <summary>A series in an agent's answer to a sample request, checked.</summary>
/// <param name="Definition">What it is.</param>
/// <param name="Timestamps">Unix milliseconds.</param>
/// <param name="Values">As many as timestamps; finite.</param>
public sealed record SampledSeries(SeriesDefinition Definition, IReadOnlyList<long> Timestamps, IReadOnlyList<double> Values);
