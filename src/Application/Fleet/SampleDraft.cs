using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Fleet;

/// <summary>A series in an answer to a sample request, unchecked.</summary>
/// <param name="Series">What it is.</param>
/// <param name="Timestamps">Unix milliseconds.</param>
/// <param name="Values">The values.</param>
public sealed record SampleDraft(SeriesDraft Series, IReadOnlyList<long> Timestamps, IReadOnlyList<double> Values);
