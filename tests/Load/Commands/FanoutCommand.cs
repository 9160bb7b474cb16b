using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Commands;

/// <summary>Saturation of the way out: one publisher whose next batch waits until every viewer that reads what comes has seen an earlier one.</summary>
internal sealed class FanoutCommand : ICommand
{
    /// <summary>What a batch holds if nothing else is asked for.</summary>
    public const string UsualShape = "100x1";

    public string Name => "fanout";

    public string Summary => "deliveries per server CPU second from the gRPC door to the sockets; 1, 10, 100 and 1000 viewers; --slow, --never";

    public async Task RunAsync(Workbench bench, Report report)
    {
        var shape = BatchShape.Parse(bench.Options.Text("shape") ?? UsualShape);
        foreach (var viewers in bench.Options.Ints("viewers", 1, 10, 100, 1000))
            await SlowShare.CompareAsync(bench.Options, report, share => MeasureAsync(bench, shape, viewers, share), share => Goals.OfFanout(shape, viewers - share.Count));
    }

    /// <summary>Measures one row.</summary>
    public static async Task<Row> MeasureAsync(Workbench bench, BatchShape shape, int viewers, SlowShare share = default)
    {
        var open = Math.Max(1, bench.Options.Int("in-flight", 1000) / shape.Points);
        var what = $"fan-out to {viewers}{share}";
        var isOver = false;
        await using var server = await bench.StartServerAsync();
        await using var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(1, shape) { Window = open, FirstTimestamp = Workbench.EarlyTimestamp });
        var agent = fleet.Agents[0];
        var rounds = new Rounds(viewers - share.Count, shape.Points, () =>
        {
            if (!Volatile.Read(ref isOver)) agent.Post(LoadClock.NowUs);
        });
        using var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(viewers, i => new LiveSink(new LiveSinkPlan
        {
            Rounds = share.PaceOf(i).IsEager ? rounds : null,
            Verifier = bench.Options.Has("verify") ? new SeriesVerifier() : null,
        }))
        {
            PaceOf = share.PaceOf,
            Subprotocol = $"cleanlite.v1.{bench.Options.Text("encoding") ?? "json"}",
        });
        for (var i = 0; i < open; i++) agent.Post(LoadClock.NowUs);

        await Progress.WaitAsync($"{what}, warm-up", bench.Warmup);
        var runs = await bench.MeasureGrowthAsync(
            what, server.Pid, () => [audience.Points, fleet.Totals.Accepted, audience.Sinks.Sum(s => s.Merged), audience.Sinks.Sum(s => s.Frames), audience.Bytes]);
        Volatile.Write(ref isOver, true);
        var drained = await fleet.DrainAsync();
        await audience.WaitForAsync(fleet.Totals.Accepted, 10);
        var (lost, doubled) = audience.Compare(fleet.Totals.Accepted);
        var row = new Row()
            .Add("viewers", viewers.ToString())
            .Add("deliveries/s", Median.Of(runs.Select(r => r.Counts[0] / r.Usage.Seconds)))
            .Add("deliveries per server CPU s", Median.Of(runs.Select(r => r.Counts[0] / r.Usage.ServerCpu)))
            .Add("points/s in", Median.Of(runs.Select(r => r.Counts[1] / r.Usage.Seconds)))
            .Add("points per frame", Median.Of(runs.Select(r => (double)r.Counts[0] / Math.Max(1, r.Counts[3]))))
            .Add("bytes per point", Median.Of(runs.Select(r => (double)r.Counts[4] / Math.Max(1, r.Counts[0]))))
            .Add("merged", (double)runs.Sum(r => r.Counts[2]))
            .Add("server core", Median.Of(runs.Select(r => r.Usage.ServerCores)))
            .Add("tool core", Median.Of(runs.Select(r => r.Usage.ToolCores)))
            .Add("server MB", runs[^1].Usage.ServerRss / 1e6)
            .Add("lost", (double)lost)
            .Add("faults", $"{fleet.Faults.First}{(drained ? "" : " not all answered")}{(doubled > 0 ? $" {doubled} doubled" : "")}{audience.Faults}")
            .Add("others' cores", Median.Of(runs.Select(r => r.Usage.OtherCores)))
            .Add("load average", Machine.LoadAverage);
        return await share.AddToAsync(row, server, audience);
    }
}
