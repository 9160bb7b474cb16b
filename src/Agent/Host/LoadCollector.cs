using CleanLite.V1;

namespace CleanLite.Agent.Host;

/// <summary><c>system.cpu.load_average.1m</c>, <c>.5m</c> and <c>.15m</c>, from <c>/proc/loadavg</c>.</summary>
internal sealed class LoadCollector(HostFiles files) : ICollector
{
    private readonly ProcFile _loadavg = files.Proc("loadavg");
    private readonly MetricSeries[] _averages = [Average("1m"), Average("5m"), Average("15m")];

    public TimeSpan Period => TimeSpan.FromSeconds(5);

    public void Collect(PointList points)
    {
        var text = _loadavg.Read();
        if (!text.TryReadLine(out var line))
            return;
        foreach (var average in _averages)
            points.Add(average, line.ReadNumber());
    }

    private static MetricSeries Average(string span) => new($"system.cpu.load_average.{span}", MetricKind.Gauge, "{thread}");
}
