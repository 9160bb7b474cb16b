using CleanLite.V1;

namespace CleanLite.Agent.Host;

/// <summary>
/// <c>system.memory.usage</c> and <c>.utilization</c> by <c>system.memory.state</c>, and <c>system.memory.limit</c>,
/// from <c>/proc/meminfo</c>.
/// </summary>
internal sealed class MemoryCollector(HostFiles files) : ICollector
{
    private readonly ProcFile _meminfo = files.Proc("meminfo");
    private readonly MetricSeries _limit = new("system.memory.limit", MetricKind.Gauge, "By");
    private readonly StateSeries _used = State("used"), _free = State("free"), _cached = State("cached"), _buffers = State("buffers");

    public TimeSpan Period => TimeSpan.Zero;

    public void Collect(PointList points)
    {
        var memory = MemInfo.Parse(_meminfo.Read());
        points.Add(_limit, memory.Total);
        _used.Add(points, memory.Used, memory.Total);
        _free.Add(points, memory.Free, memory.Total);
        _cached.Add(points, memory.Cached, memory.Total);
        _buffers.Add(points, memory.Buffers, memory.Total);
    }

    private static StateSeries State(string state) => new("system.memory", ("system.memory.state", state));
}
