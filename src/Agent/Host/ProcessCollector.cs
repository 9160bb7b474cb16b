using System.IO.Enumeration;
using CleanLite.V1;

namespace CleanLite.Agent.Host;

/// <summary>
/// <c>system.process.count</c>: the numbered directories of <c>/proc</c>. The total in
/// <c>/proc/loadavg</c> would be cheaper, but it counts threads.
/// </summary>
internal sealed class ProcessCollector(HostFiles files) : ICollector
{
    private readonly FileSystemEnumerable<int> _processes = new(files.PathOf("proc"), static (ref FileSystemEntry _) => 1)
    {
        ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.FileName.ContainsAnyExceptInRange('0', '9'),
    };

    private readonly MetricSeries _series = new("system.process.count", MetricKind.Gauge, "{process}");

    public TimeSpan Period => TimeSpan.FromSeconds(10);

    public void Collect(PointList points) => points.Add(_series, _processes.Count());
}
