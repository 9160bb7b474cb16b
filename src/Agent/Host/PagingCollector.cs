namespace CleanLite.Agent.Host;

/// <summary>
/// <c>system.paging.usage</c> and <c>.utilization</c> by <c>system.paging.state</c>, from
/// <c>/proc/meminfo</c>. A host without swap space reports its usage of 0 and no utilization.
/// </summary>
internal sealed class PagingCollector(HostFiles files) : ICollector
{
    private readonly ProcFile _meminfo = files.Proc("meminfo");
    private readonly StateSeries _used = State("used"), _free = State("free");

    public TimeSpan Period => TimeSpan.FromSeconds(5);

    public void Collect(PointList points)
    {
        var memory = MemInfo.Parse(_meminfo.Read());
        _used.Add(points, memory.SwapTotal - memory.SwapFree, memory.SwapTotal);
        _free.Add(points, memory.SwapFree, memory.SwapTotal);
    }

    private static StateSeries State(string state) => new("system.paging", ("system.paging.state", state));
}
