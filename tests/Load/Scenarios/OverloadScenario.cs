using System.Diagnostics;
using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Scenarios;

/// <summary>
/// L5: more than the server can take. Capacity is measured first; then agents that keep to their window have three times as much to send, and are held back by
/// answers that come when they come. Then agents that keep neither to the window nor to the wait they are asked for send whatever the transport takes, to a
/// server with little room: it must refuse, and say when to come again. How much that is, the server's reading decides: HTTP/2 holds the rest back.
/// </summary>
internal sealed class OverloadScenario : ICommand
{
    private const int Agents = 50;

    // A million is the default; the broadcaster never let that fill.
    private const string LittleRoom = "--CleanLite:Live:InputPoints=2000";
    private static readonly BatchShape Shape = new(200, 1);

    public string Name => "L5";

    public string Summary => "overload: three times the measured capacity for 2 min, then agents without manners for 1 min; memory stays, health and /live still answer";

    public async Task RunAsync(Workbench bench, Report report)
    {
        var capacity = await HoldBackAsync(bench, new Marks(report, "L5, held back"));
        await RefuseAsync(bench, new Marks(report, "L5, refused"), capacity);
    }

    private static async Task<double> HoldBackAsync(Workbench bench, Marks marks)
    {
        await using var load = await OpenAsync(bench, new FleetPlan(Agents, Shape) { Window = 64, FirstTimestamp = Workbench.EarlyTimestamp });
        load.Fleet.Saturate();
        await Progress.WaitAsync("L5 warm-up", bench.Warmup);
        var (before, meter) = (load.Fleet.Totals.Points, new UsageMeter(load.Server.Pid));
        await Progress.WaitAsync("L5 capacity", 10);
        var capacity = (load.Fleet.Totals.Points - before) / meter.Stop().Seconds;
        await load.Fleet.DrainAsync();

        using var pacer = new Pacer(load.Fleet.Agents, 3 * capacity / Shape.Points);
        marks.Note("capacity", capacity, "points/s");
        var watch = Stopwatch.StartNew();
        var found = await load.MeasureAsync(marks, bench.LengthOr(120));
        marks.AtLeast("asked of the agents, times the capacity", pacer.Posted * Shape.Points / watch.Elapsed.TotalSeconds / capacity, 2.9);
        marks.AtLeast("taken, times the capacity", found.PointsTaken / capacity, 0.8);
        return capacity;
    }

    private static async Task RefuseAsync(Workbench bench, Marks marks, double capacity)
    {
        var plan = new FleetPlan(Agents, Shape) { Window = 4_000, HeedsHints = false, FirstTimestamp = Workbench.EarlyTimestamp };
        await using var load = await OpenAsync(bench, plan, LittleRoom);
        load.Fleet.Saturate();
        await Progress.WaitAsync("L5 warm-up", bench.Warmup);
        var found = await load.MeasureAsync(marks, bench.LengthOr(120) / 2);
        marks.AtLeast("batches refused a second", found.BatchesRefused, 1);
        marks.Note("reached the server, times the capacity", (found.PointsTaken + (found.BatchesRefused * Shape.Points)) / capacity);
    }

    private static async Task<OverloadedServer> OpenAsync(Workbench bench, FleetPlan plan, params string[] settings)
    {
        var server = await bench.StartServerAsync(settings);
        var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(10, _ => new LiveSink(new LiveSinkPlan())));
        return new OverloadedServer(server, audience, await Fleet.ConnectAsync(server.Grpc, plan));
    }
}
