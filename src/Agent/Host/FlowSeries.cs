using CleanLite.V1;

namespace CleanLite.Agent.Host;

/// <summary>A cumulative counter of a device in both directions.</summary>
internal sealed class FlowSeries(
    string metric, string unit, (string Name, string Value) device, string directionLabel, string inward, string outward)
{
    private readonly MetricSeries _inward = new(metric, MetricKind.Counter, unit, device, (directionLabel, inward));
    private readonly MetricSeries _outward = new(metric, MetricKind.Counter, unit, device, (directionLabel, outward));

    public void Add(PointList points, double inward, double outward)
    {
        points.Add(_inward, inward);
        points.Add(_outward, outward);
    }
}
