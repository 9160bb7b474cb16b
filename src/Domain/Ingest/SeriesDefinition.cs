namespace CleanLite.Domain.Ingest;

/// <summary>What an agent says of a series: all of it checked.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Unit">UCUM unit, empty if none; at most <see cref="MaxUnitLength"/> characters.</param>
/// <param name="Kind">Gauge or counter.</param>
public sealed record SeriesDefinition(MetricName Metric, LabelSet Labels, string Unit = "", MetricKind Kind = MetricKind.Unspecified)
{
    /// <summary>The longest unit allowed, in characters.</summary>
    public const int MaxUnitLength = 63;
}
