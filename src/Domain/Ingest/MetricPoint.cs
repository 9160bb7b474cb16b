namespace CleanLite.Domain.Ingest;

/// <summary>One accepted point.</summary>
/// <param name="Series">Its series.</param>
/// <param name="Timestamp">Unix milliseconds, the agent's clock.</param>
/// <param name="Value">Finite.</param>
public readonly record struct MetricPoint(Series Series, long Timestamp, double Value);
