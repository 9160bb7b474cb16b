using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Peers;

/// <summary>The way out, saturated: one publisher whose next batch waits until every viewer has seen an earlier one.</summary>
internal static class FanoutComparison
{
    private static readonly Comparison Table =
        new("deliveries per server CPU s", "viewers", "deliveries/s", "deliveries per server CPU s", "server core", "tool core", "server MB");

    public static async Task RunAsync(Workbench bench, IReadOnlyList<IPeer> peers, Report report)
    {
        var shape = BatchShape.Parse(bench.Options.Text("shape") ?? FanoutCommand.UsualShape);
        foreach (var viewers in bench.Options.Ints("viewers", 1, 10, 100, 1000))
        {
            var own = await FanoutCommand.MeasureAsync(bench, shape, viewers);
            report.Add(Table.Of("CleanLite", own, own));
            foreach (var peer in peers) report.Add(Table.Of(peer.Name, await MeasureAsync(bench, peer, shape.Points, viewers), own));
        }
    }

    private static async Task<Row> MeasureAsync(Workbench bench, IPeer peer, int batch, int viewers)
    {
        await using var server = await peer.StartAsync(bench.IsPinned);
        using var connection = await peer.ConnectPublisherAsync(server);
        using var publisher = new PublisherThread(connection, batch, batchesPerSecond: 0);
        var rounds = new Rounds(viewers, batch, publisher.Ask);
        using var audience = await Audience.ConnectAsync(server.WebSocket, peer.PlanOf(viewers, _ => new PeerSink(rounds, null)));
        await Task.Delay(500);
        for (var i = 0; i < Math.Max(1, bench.Options.Int("in-flight", 1000) / batch); i++) publisher.Ask();

        await Progress.WaitAsync($"{peer.Name}, fan-out to {viewers}, warm-up", bench.Warmup);
        var runs = await bench.MeasureGrowthAsync($"{peer.Name}, fan-out to {viewers}", server.Process.Pid, () => [audience.Points]);
        return new Row()
            .Add("viewers", viewers.ToString())
            .Add("deliveries/s", Median.Of(runs.Select(r => r.Counts[0] / r.Usage.Seconds)))
            .Add("deliveries per server CPU s", Median.Of(runs.Select(r => r.Counts[0] / r.Usage.ServerCpu)))
            .Add("server core", Median.Of(runs.Select(r => r.Usage.ServerCores)))
            .Add("tool core", Median.Of(runs.Select(r => r.Usage.ToolCores)))
            .Add("server MB", runs[^1].Usage.ServerRss / 1e6)
            .Add("faults", publisher.Fault ?? audience.Ended.First ?? "")
            .Add("others' cores", Median.Of(runs.Select(r => r.Usage.OtherCores)))
            .Add("load average", Machine.LoadAverage);
    }
}
