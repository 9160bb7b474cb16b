using CleanLite.V1;

namespace CleanLite.Agent.Host;

/// <summary><c>system.uptime</c>, from <c>/proc/uptime</c>.</summary>
internal sealed class UptimeCollector(HostFiles files) : ICollector
{
    private readonly ProcFile _uptime = files.Proc("uptime");
    private readonly MetricSeries _series = new("system.uptime", MetricKind.Gauge, "s");

    public TimeSpan Period => TimeSpan.FromSeconds(10);

    public void Collect(PointList points)
    {
        var text = _uptime.Read();
        if (text.TryReadLine(out var line))
            points.Add(_series, line.ReadNumber());
    }
}
