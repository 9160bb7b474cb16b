using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Commands;

/// <summary>What somebody costs who is there and says nothing.</summary>
internal sealed class IdleCommand : ICommand
{
    private const double Settle = 15;

    public string Name => "idle";

    public string Summary => "resident bytes per idle agent stream (100 to a connection, and one) and per idle viewer; --agents, --viewers";

    public async Task RunAsync(Workbench bench, Report report)
    {
        var agents = bench.Options.Int("agents", 10_000);
        foreach (var perConnection in bench.Options.Ints("per-connection", 100, 1))
        {
            report.Add(await MeasureAsync(bench, $"agent stream, {perConnection} to a connection", agents, async server =>
            {
                var fleet = await Fleet.ConnectAsync(server.Grpc, PlanOf(agents, perConnection) with { FirstAgent = 100 });
                return (fleet.ConnectTime, fleet);
            }));
        }

        var viewers = bench.Options.Int("viewers", 2_000);
        report.Add(await MeasureAsync(bench, "viewer", viewers, async server =>
        {
            var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(viewers, _ => new LiveSink(new LiveSinkPlan())));
            return (audience.ConnectTime, audience);
        }));
    }

    private static FleetPlan PlanOf(int agents, int perConnection) => new(agents, new BatchShape(1, 1)) { AgentsPerConnection = perConnection };

    private static async Task<Row> MeasureAsync(Workbench bench, string what, int count, Func<IServer, Task<(TimeSpan, object)>> connect)
    {
        await using var server = await bench.StartServerAsync(Workbench.RoomForACrowd);

        // A few of each first, so that code and pools are there already when the count begins.
        await using var first = await Fleet.ConnectAsync(server.Grpc, PlanOf(50, 50));
        using var watching = await Audience.ConnectAsync(server.Http, new AudiencePlan(20, _ => new LiveSink(new LiveSinkPlan())));
        using (new Pacer(first.Agents, 500)) await Progress.WaitAsync($"idle {what}, warm-up", bench.Warmup);
        await first.DrainAsync();
        await Progress.WaitAsync($"idle {what}, before", Settle);
        var before = ProcessReading.Of(server.Pid);

        var (time, crowd) = await connect(server);
        await Progress.WaitAsync($"idle {what}, settling", Settle);
        var after = ProcessReading.Of(server.Pid);
        await Progress.WaitAsync($"idle {what}, resting", bench.Seconds);
        var later = ProcessReading.Of(server.Pid);
        var faults = FaultsOf(crowd);
        if (crowd is Fleet fleet) await fleet.DisposeAsync();
        else ((IDisposable)crowd).Dispose();

        return new Row()
            .Add("idle", what)
            .Add("count", count.ToString())
            .Add("connects/s", count / time.TotalSeconds)
            .Add("KB each", (after.RssBytes - before.RssBytes) / 1024.0 / count)
            .Add("KB each later", (later.RssBytes - before.RssBytes) / 1024.0 / count)
            .Add("server core at rest", later.CoresSince(after))
            .Add("server MB", later.RssBytes / 1e6)
            .Add("faults", faults)
            .Add("load average", Machine.LoadAverage)
            .Judge(Goals.OfIdle(crowd is Audience, count));
    }

    private static string FaultsOf(object crowd)
    {
        var (count, first) = crowd is Fleet fleet ? fleet.Faults : ((Audience)crowd).Ended;
        return count == 0 ? "" : $"{count} ended: {first}";
    }
}
