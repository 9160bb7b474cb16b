using CleanLite.V1;

namespace CleanLite.Agent.Host;

/// <summary>Usage in bytes and utilization as a share of the whole, for one state of a resource.</summary>
internal sealed class StateSeries(string resource, params (string Name, string Value)[] labels)
{
    private readonly MetricSeries _usage = new($"{resource}.usage", MetricKind.Gauge, "By", labels);
    private readonly MetricSeries _utilization = new($"{resource}.utilization", MetricKind.Gauge, "1", labels);

    public void Add(PointList points, double bytes, double whole)
    {
        points.Add(_usage, bytes);
        points.Add(_utilization, bytes / whole);
    }
}
