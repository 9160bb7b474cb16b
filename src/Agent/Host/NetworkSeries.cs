namespace CleanLite.Agent.Host;

/// <summary>The series of one network interface.</summary>
internal sealed class NetworkSeries(string name)
{
    public FlowSeries Io { get; } = Flow("system.network.io", "By", name);

    public FlowSeries Packets { get; } = Flow("system.network.packet.count", "{packet}", name);

    public FlowSeries Errors { get; } = Flow("system.network.errors", "{error}", name);

    public FlowSeries Dropped { get; } = Flow("system.network.packet.dropped", "{packet}", name);

    private static FlowSeries Flow(string metric, string unit, string name) =>
        new(metric, unit, ("network.interface.name", name), "network.io.direction", "receive", "transmit");
}
