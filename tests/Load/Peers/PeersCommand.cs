using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Peers;

/// <summary>What a user could install instead, with the same points, the same viewers and the same two cores.</summary>
internal sealed class PeersCommand : ICommand
{
    private static readonly IPeer[] Peers = [new SignalRPeer(together: false), new SignalRPeer(together: true), new NatsPeer()];

    private static readonly (double Rate, int Burst, int Viewers)[] Steady = [(1_000, 1, 100), (10_000, 10, 100), (1_000, 10, 1_000)];

    public string Name => "peers";

    public string Summary => "fan-out and steady rates of CleanLite, SignalR and nats-server (apt-get install nats-server) in one run; --peer, --viewers";

    public async Task RunAsync(Workbench bench, Report report)
    {
        var wanted = Peers.Where(p => bench.Options.Text("peer") is not { } name || p.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var peer in wanted.Where(p => p.Missing is not null)) await Console.Error.WriteLineAsync($"{peer.Name} is left out: {peer.Missing}");
        wanted.RemoveAll(p => p.Missing is not null);
        await new FanoutCommand().RunAsync(bench, report);
        foreach (var peer in wanted)
        {
            foreach (var viewers in bench.Options.Ints("viewers", 1, 10, 100, 1000)) report.Add(await FanoutAsync(bench, peer, viewers));
        }

        await new SteadyCommand().RunAsync(bench, report);
        foreach (var peer in wanted)
        {
            foreach (var (rate, burst, viewers) in Steady) report.Add(await SteadyAsync(bench, peer, rate, burst, viewers));
        }
    }

    private static async Task<Row> FanoutAsync(Workbench bench, IPeer peer, int viewers)
    {
        const int Batch = 100;
        await using var server = await peer.StartAsync(bench.IsPinned);
        using var connection = await peer.ConnectPublisherAsync(server);
        using var publisher = new PublisherThread(connection, Batch, batchesPerSecond: 0);
        var rounds = new Rounds(viewers, Batch, publisher.Ask);
        using var audience = await Audience.ConnectAsync(server.WebSocket, peer.PlanOf(viewers, _ => new PeerSink(rounds, null)));
        await Task.Delay(500);
        for (var i = 0; i < Math.Max(1, bench.Options.Int("in-flight", 1000) / Batch); i++) publisher.Ask();

        await Progress.WaitAsync($"{peer.Name}, fan-out to {viewers}, warm-up", bench.Warmup);
        var runs = await bench.MeasureGrowthAsync($"{peer.Name}, fan-out to {viewers}", server.Process.Pid, () => [audience.Points]);
        return new Row()
            .Add("peer", peer.Name)
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

    private static async Task<Row> SteadyAsync(Workbench bench, IPeer peer, double rate, int burst, int viewers)
    {
        var delays = new Histogram();
        await using var server = await peer.StartAsync(bench.IsPinned);
        using var audience = await Audience.ConnectAsync(server.WebSocket, peer.PlanOf(viewers, _ => new PeerSink(null, delays)));
        using var connection = await peer.ConnectPublisherAsync(server);
        using var publisher = new PublisherThread(connection, burst, rate / burst);
        await Progress.WaitAsync($"{peer.Name}, {rate}/s to {viewers}, warm-up", bench.Warmup);
        var runs = await bench.MeasureAsync<DelayFigures>($"{peer.Name}, {rate}/s to {viewers}", server.Process.Pid, () =>
        {
            delays.Clear();
            var before = audience.Points;
            return () => new DelayFigures(delays.Ms(50), delays.Ms(99), delays.Max / 1000.0, double.NaN, audience.Points - before);
        });
        return new Row()
            .Add("peer", peer.Name)
            .Add("points/s", rate)
            .Add("burst", burst.ToString())
            .Add("viewers", viewers.ToString())
            .Add("deliveries/s", Median.Of(runs.Select(r => r.Found.Points / r.Usage.Seconds)))
            .Add("p50 ms", Median.Of(runs.Select(r => r.Found.P50)))
            .Add("p99 ms", Median.Of(runs.Select(r => r.Found.P99)))
            .Add("server core", Median.Of(runs.Select(r => r.Usage.ServerCores)))
            .Add("tool core", Median.Of(runs.Select(r => r.Usage.ToolCores)))
            .Add("faults", publisher.Fault ?? audience.Ended.First ?? "")
            .Add("others' cores", Median.Of(runs.Select(r => r.Usage.OtherCores)))
            .Add("load average", Machine.LoadAverage);
    }
}
