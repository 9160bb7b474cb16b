using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Peers;

/// <summary>Delay and cost of the way out at fixed rates.</summary>
internal static class SteadyComparison
{
    private static readonly SteadyLoad[] Loads =
    [
        new(1_000, new BatchShape(1, 1), 10, 100),
        new(10_000, new BatchShape(10, 1), 10, 100),
        new(1_000, new BatchShape(10, 1), 10, 1_000),
    ];

    private static readonly Comparison Table = new("server core", "points/s", "batch", "viewers", "p50 ms", "p99 ms", "server core", "tool core", "delivered");

    public static async Task RunAsync(Workbench bench, IReadOnlyList<IPeer> peers, Report report)
    {
        foreach (var load in Loads)
        {
            var own = await SteadyCommand.MeasureAsync(bench, load);
            own.Add("delivered", own.Figure("lost") + own.Figure("merged") == 0 ? 1.0 : double.NaN);
            report.Add(Table.Of("CleanLite", own, own));
            foreach (var peer in peers) report.Add(Table.Of(peer.Name, await MeasureAsync(bench, peer, load), own));
        }
    }

    private static async Task<Row> MeasureAsync(Workbench bench, IPeer peer, SteadyLoad load)
    {
        var delays = new Histogram();
        await using var server = await peer.StartAsync(bench.IsPinned);
        using var audience = await Audience.ConnectAsync(server.WebSocket, peer.PlanOf(load.Viewers, _ => new PeerSink(null, delays)));
        using var connection = await peer.ConnectPublisherAsync(server);
        using var publisher = new PublisherThread(connection, load.Shape.Points, load.BatchesPerSecond);
        await Progress.WaitAsync($"{peer.Name}, {load}, warm-up", bench.Warmup);
        var runs = await bench.MeasureAsync<DelayFigures>($"{peer.Name}, {load}", server.Process.Pid, () =>
        {
            delays.Clear();
            var before = audience.Points;
            return () => new DelayFigures(delays.Ms(50), delays.Ms(99), delays.Max / 1000.0, double.NaN, audience.Points - before);
        });
        return new Row()
            .Add("points/s", load.PointsPerSecond)
            .Add("batch", load.Shape.ToString())
            .Add("viewers", load.Viewers.ToString())
            .Add("p50 ms", Median.Of(runs.Select(r => r.Found.P50)))
            .Add("p99 ms", Median.Of(runs.Select(r => r.Found.P99)))
            .Add("server core", Median.Of(runs.Select(r => r.Usage.ServerCores)))
            .Add("tool core", Median.Of(runs.Select(r => r.Usage.ToolCores)))
            .Add("delivered", Median.Of(runs.Select(r => r.Found.Points / r.Usage.Seconds / load.PointsPerSecond / load.Viewers)))
            .Add("faults", publisher.Fault ?? audience.Ended.First ?? "")
            .Add("others' cores", Median.Of(runs.Select(r => r.Usage.OtherCores)))
            .Add("load average", Machine.LoadAverage);
    }
}
