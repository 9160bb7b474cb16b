using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Scenarios;

/// <summary>
/// L5: more than the server can take. Capacity is measured first; then three times as much is offered, or as much as the tool's core can make,
/// by agents that keep to the window which the server announced.
/// </summary>
internal sealed class OverloadScenario : ICommand
{
    private const int Agents = 50;
    private static readonly BatchShape Shape = new(200, 1);

    public string Name => "L5";

    public string Summary => "overload: three times the measured capacity for 2 min; memory stays, health and /live still answer";

    public async Task RunAsync(Workbench bench, Report report)
    {
        await using var server = await bench.StartServerAsync();
        using var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(10, _ => new LiveSink(new LiveSinkPlan())));
        await using var fleet = await Fleet.ConnectAsync(
            server.Grpc, new FleetPlan(Agents, Shape) { Window = 64, FirstTimestamp = Workbench.EarlyTimestamp });
        fleet.Saturate();
        await Progress.WaitAsync("L5 warm-up", bench.Warmup);
        var (before, meter) = (fleet.Totals.Points, new UsageMeter(server.Pid));
        await Progress.WaitAsync("L5 capacity", 10);
        var usage = meter.Stop();
        var capacity = (fleet.Totals.Points - before) / usage.Seconds;
        await fleet.DrainAsync();

        using var prober = new Prober(server);
        var pacer = new Pacer(fleet.Agents, 3 * capacity / Shape.Points);
        fleet.Acks.Clear();
        var (start, posted) = (fleet.Totals, pacer.Posted);
        meter = new UsageMeter(server.Pid);
        await Progress.WaitAsync("L5 overload", bench.LengthOr(120), () => $"{ProcessReading.Of(server.Pid).RssBytes / 1e6:0} MB");
        var over = meter.Stop();
        var offered = (pacer.Posted - posted) * Shape.Points / over.Seconds;
        pacer.Dispose();
        var taken = (fleet.Totals.Points - start.Points) / over.Seconds;

        var marks = new Marks(report, Name);
        marks.Note("capacity", capacity, "points/s");
        marks.Note("offered", offered, "points/s");
        marks.Note("taken", taken, "points/s");
        marks.Note("answered RETRY", fleet.Totals.Retries - start.Retries, "batches");
        marks.Note("tool core", over.ToolCores);
        marks.AtLeast("taken of capacity", taken / capacity, 0.8);
        marks.AtMost("server memory", over.ServerRss / 1e6, 600, "MB");
        marks.AtMost("/health/live p99", prober.Health.Ms(99), 100, "ms");
        marks.AtMost("/live handshake p99", prober.Live.Ms(99), 100, "ms");
        marks.None("probes failed", prober.Failures);
        marks.None("agents disconnected", fleet.Faults.Count);
        marks.Holds("counts add up", fleet.Totals.AddUp);
    }
}
