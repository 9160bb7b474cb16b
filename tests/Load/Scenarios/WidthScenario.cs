using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Scenarios;

/// <summary>L3: very many who say little.</summary>
internal sealed class WidthScenario : ICommand
{
    private const int Viewers = 2_000;

    public string Name => "L3";

    public string Summary => "width: 10,000 agent streams with a batch every 10 s and 2,000 idle viewers; --per-connection 100 or 1";

    public async Task RunAsync(Workbench bench, Report report)
    {
        var agents = bench.Options.Int("agents", 10_000);
        foreach (var perConnection in bench.Options.Ints("per-connection", 100, 1)) await RunAsync(bench, new Marks(report, $"L3, {perConnection} to a connection"), agents, perConnection);
    }

    private static async Task RunAsync(Workbench bench, Marks marks, int agents, int perConnection)
    {
        await using var server = await bench.StartServerAsync(Workbench.RoomForACrowd);
        await using var first = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(50, new BatchShape(10, 1)) { FirstAgent = 20_000 });
        using (new Pacer(first.Agents, 500)) await Progress.WaitAsync("L3 warm-up", bench.Warmup);
        await first.DrainAsync();
        var bare = ProcessReading.Of(server.Pid);

        using var audience = await Audience.ConnectAsync(
            server.Http, new AudiencePlan(Viewers, _ => new LiveSink(new LiveSinkPlan())) { PathOf = _ => "/live?agent=nobody" });
        await Progress.WaitAsync("L3 viewers settle", 10);
        var withViewers = ProcessReading.Of(server.Pid);
        await using var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(agents, new BatchShape(10, 1)) { AgentsPerConnection = perConnection });
        using var pacer = new Pacer(fleet.Agents, agents / 10.0);
        await Progress.WaitAsync("L3 first batches", 15);
        fleet.Acks.Clear();
        var start = ProcessReading.Of(server.Pid);
        await Progress.WaitAsync("L3", bench.LengthOr(45), () => $"ack p99 {fleet.Acks.Ms(99):0.0} ms");
        var all = ProcessReading.Of(server.Pid);

        marks.AtLeast("agents connected a second", agents / fleet.ConnectTime.TotalSeconds, 1_000);
        marks.AtLeast("viewers connected a second", Viewers / audience.ConnectTime.TotalSeconds, 1_000);
        marks.AtMost("KB per agent stream, with its 10 series", (all.RssBytes - withViewers.RssBytes) / 1024.0 / agents, 40);
        marks.AtMost("KB per idle viewer", (withViewers.RssBytes - bare.RssBytes) / 1024.0 / Viewers, 20);
        marks.AtMost("ack p99", fleet.Acks.Ms(99), 100, "ms");
        marks.None("agents or viewers disconnected", fleet.Faults.Count + audience.Ended.Count);
        marks.Note("server core", all.CoresSince(start));
        marks.Note("server memory", all.RssBytes / 1e6, "MB");
    }
}
