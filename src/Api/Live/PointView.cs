using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Live;

/// <summary>A point (live.md, section 5).</summary>
internal sealed record PointView(string Agent, string Metric, IReadOnlyDictionary<string, string> Labels, long Timestamp, double Value, string? Unit)
{
    public static PointView Of(MetricPoint point)
    {
        var labels = new Dictionary<string, string>(point.Series.Labels.Count);
        foreach (var label in point.Series.Labels.Items) labels.Add(label.Name, label.Value);
        var unit = point.Series.Unit;
        return new PointView(
            point.Series.Agent.Value, point.Series.Metric.Value, labels, point.Timestamp, point.Value, unit.Length > 0 ? unit : null);
    }
}
