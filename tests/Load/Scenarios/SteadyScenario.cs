using CleanLite.Load.Commands;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Scenarios;

/// <summary>L1: an ordinary day.</summary>
internal sealed class SteadyScenario : ICommand
{
    public string Name => "L1";

    public string Summary => "steady: 500 agents x 200 points/s, 100 dashboards x 100 series, 4 min (--minutes 10 for the full length)";

    public async Task RunAsync(Workbench bench, Report report)
    {
        await using var load = await Dashboards.OpenAsync(bench);
        load.SetRate(1);
        await Progress.WaitAsync("L1 warm-up", bench.Warmup);
        load.ClearDelays();
        var meter = new UsageMeter(load.Server.Pid);
        await Progress.WaitAsync("L1", bench.LengthOr(240), () => $"p99 {load.Delays.Ms(99):0.0} ms");
        var usage = meter.Stop();

        var marks = new Marks(report, Name);
        marks.AtMost("ack p99", load.Fleet.Acks.Ms(99), 10, "ms");
        marks.AtMost("agent to dashboard p50", load.Delays.Ms(50), 5, "ms");
        marks.AtMost("agent to dashboard p99", load.Delays.Ms(99), 25, "ms");
        marks.AtMost("agent to dashboard p99.9", load.Delays.Ms(99.9), 250, "ms");
        marks.AtMost("server core", usage.ServerCores, 0.5);
        marks.AtMost("server memory", usage.ServerRss / 1e6, 300, "MB");
        marks.Note("tool core", usage.ToolCores);
        marks.Note("others' cores", usage.OtherCores);
        await load.JudgeAsync(marks);
    }
}
