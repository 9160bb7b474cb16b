using CleanLite.V1;

namespace CleanLite.Agent.Host;

/// <summary>The series of one disk.</summary>
internal sealed class DiskSeries(string device)
{
    public FlowSeries Io { get; } = Flow("system.disk.io", "By", device);

    public FlowSeries Operations { get; } = Flow("system.disk.operations", "{operation}", device);

    public MetricSeries IoTime { get; } = new("system.disk.io_time", MetricKind.Counter, "s", ("system.device", device));

    private static FlowSeries Flow(string metric, string unit, string device) =>
        new(metric, unit, ("system.device", device), "disk.io.direction", "read", "write");
}
