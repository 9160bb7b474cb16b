namespace CleanLite.Domain.Ingest;

/// <summary>One refusal.</summary>
/// <param name="Code">Why.</param>
/// <param name="SeriesIndex">The index of the series in its batch; -1: the batch as a whole.</param>
/// <param name="Metric">The metric's name as the agent wrote it, made fit to show; empty for a whole batch.</param>
/// <param name="Detail">A sentence for a person: names the value seen and what was allowed.</param>
public sealed record Violation(ViolationCode Code, int SeriesIndex, string Metric, string Detail);
