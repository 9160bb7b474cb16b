using CleanLite.V1;

namespace CleanLite.Agent.Host;

/// <summary>
/// <c>system.cpu.utilization</c> by <c>cpu.mode</c> and <c>system.cpu.logical.count</c>, from <c>/proc/stat</c> (proc(5)). Utilization is
/// the share of a mode in the time since the last reading, so the first reading gives none.
/// </summary>
internal sealed class CpuCollector(HostFiles files) : ICollector
{
    // The columns of the line "cpu", in their order; hard and soft interrupts are one mode. The guest columns are left out: the
    // kernel counts them in user and nice already.
    private static readonly int[] ModeOfColumn = [0, 1, 2, 3, 4, 5, 5, 6];

    private readonly ProcFile _stat = files.Proc("stat");
    private readonly MetricSeries[] _utilization =
        [Mode("user"), Mode("nice"), Mode("system"), Mode("idle"), Mode("iowait"), Mode("interrupt"), Mode("steal")];
    private readonly MetricSeries _count = new("system.cpu.logical.count", MetricKind.Gauge, "{cpu}");
    private readonly double[] _before = new double[7];
    private readonly double[] _now = new double[7];
    private bool _hasBefore;

    public TimeSpan Period => TimeSpan.Zero;

    public void Collect(PointList points)
    {
        var text = _stat.Read();
        var cpus = 0;
        while (text.TryReadLine(out var line) && line.ReadWord() is var name && name.StartsWith("cpu"u8))
        {
            if (name.Length > 3)
                cpus++;
            else
                ReadModes(line);
        }

        AddUtilization(points);
        if (cpus > 0)
            points.Add(_count, cpus);
    }

    private static MetricSeries Mode(string mode) => new("system.cpu.utilization", MetricKind.Gauge, "1", ("cpu.mode", mode));

    private void ReadModes(ProcText line)
    {
        Array.Clear(_now);
        foreach (var mode in ModeOfColumn)
        {
            var ticks = line.ReadNumber();
            _now[mode] += double.IsNaN(ticks) ? 0 : ticks; // old kernels have fewer columns
        }
    }

    private void AddUtilization(PointList points)
    {
        double total = 0;
        for (var mode = 0; mode < _now.Length; mode++)
            total += Spent(mode);
        for (var mode = 0; _hasBefore && total > 0 && mode < _now.Length; mode++)
            points.Add(_utilization[mode], Spent(mode) / total);
        _now.CopyTo(_before, 0);
        _hasBefore = true;
    }

    // Idle and iowait are known to step back now and then (proc(5)).
    private double Spent(int mode) => Math.Max(0, _now[mode] - _before[mode]);
}
