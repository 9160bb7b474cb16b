using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Commands;

/// <summary>Saturation of the way out: one publisher whose next batch waits until every viewer has seen an earlier one.</summary>
internal sealed class FanoutCommand : ICommand
{
    /// <summary>What a batch holds if nothing else is asked for.</summary>
    public const string UsualShape = "100x1";

    public string Name => "fanout";

    public string Summary => "deliveries per server CPU second from the gRPC door to the sockets; 1, 10, 100 and 1000 viewers";

    public async Task RunAsync(Workbench bench, Report report)
    {
        foreach (var viewers in bench.Options.Ints("viewers", 1, 10, 100, 1000)) report.Add(await MeasureAsync(bench, viewers));
    }

    /// <summary>Measures one row.</summary>
    public static async Task<Row> MeasureAsync(Workbench bench, int viewers)
    {
        var shape = BatchShape.Parse(bench.Options.Text("shape") ?? UsualShape);
        var open = Math.Max(1, bench.Options.Int("in-flight", 1000) / shape.Points);
        var what = $"fan-out to {viewers}";
        await using var server = await bench.StartServerAsync();
        await using var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(1, shape) { Window = open, FirstTimestamp = Workbench.EarlyTimestamp });
        var agent = fleet.Agents[0];
        var rounds = new Rounds(viewers, shape.Points, () => agent.Post(LoadClock.NowUs));
        using var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(viewers, i => new LiveSink(new LiveSinkPlan
        {
            Rounds = rounds,
            Verifier = bench.Options.Has("verify") ? new SeriesVerifier() : null,
        }))
        {
            Subprotocol = $"cleanlite.v1.{bench.Options.Text("encoding") ?? "json"}",
        });
        for (var i = 0; i < open; i++) agent.Post(LoadClock.NowUs);

        await Progress.WaitAsync($"{what}, warm-up", bench.Warmup);
        var runs = await bench.MeasureGrowthAsync(
            what, server.Pid, () => [audience.Points, fleet.Totals.Accepted, audience.Sinks.Sum(s => s.Merged), audience.Sinks.Sum(s => s.Frames), audience.Bytes]);
        return new Row()
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
            .Add("faults", FaultsOf(fleet, audience))
            .Add("others' cores", Median.Of(runs.Select(r => r.Usage.OtherCores)))
            .Add("load average", Machine.LoadAverage);
    }

    private static string FaultsOf(Fleet fleet, Audience audience)
    {
        var verifiers = audience.Sinks.Select(s => s.Verifier).OfType<SeriesVerifier>().ToList();
        var (missing, disordered, malformed) = (verifiers.Sum(v => v.Missing), verifiers.Sum(v => v.OutOfOrder), verifiers.Sum(v => v.Malformed));
        return string.Join(' ', new[]
        {
            fleet.Faults.First,
            audience.Ended.Count > 0 ? $"{audience.Ended.Count} viewers ended: {audience.Ended.First}" : null,
            verifiers.Count > 0 ? $"verified: {missing} missing, {disordered} out of order, {malformed} malformed" : null,
        }.OfType<string>());
    }
}
