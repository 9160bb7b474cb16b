using CleanLite.Load.Commands;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Scenarios;

/// <summary>L4: ten times as much for ten seconds.</summary>
internal sealed class BurstScenario : ICommand
{
    public string Name => "L4";

    public string Summary => "burst: ten times L1 for 10 s, and back to calm within 5 s";

    public async Task RunAsync(Workbench bench, Report report)
    {
        await using var load = await Dashboards.OpenAsync(bench);
        load.SetRate(1);
        await Progress.WaitAsync("L4 calm", bench.Warmup);
        load.ClearDelays();
        await Progress.WaitAsync("L4 calm", 10);
        var calm = load.Delays.Ms(99);

        load.ClearDelays();
        load.SetRate(10);
        var meter = new UsageMeter(load.Server.Pid);
        await Progress.WaitAsync("L4 burst", 10);
        var burst = meter.Stop();
        var (burstP99, burstAck) = (load.Delays.Ms(99), load.Fleet.Acks.Ms(99));
        load.SetRate(1);
        await Progress.WaitAsync("L4 after", 5);
        load.ClearDelays();
        await Progress.WaitAsync("L4 after", 10);

        var marks = new Marks(report, Name);
        marks.Note("p99 before", calm, "ms");
        marks.Note("p99 in the burst", burstP99, "ms");
        marks.Note("ack p99 in the burst", burstAck, "ms");
        marks.Note("server core in the burst", burst.ServerCores);
        marks.Note("tool core in the burst", burst.ToolCores);
        marks.AtMost("p99 from 5 s after it", load.Delays.Ms(99), 100, "ms");
        await load.JudgeAsync(marks);
        marks.Note("server memory", ProcessReading.Of(load.Server.Pid).RssBytes / 1e6, "MB");
    }
}
