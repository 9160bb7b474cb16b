using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Commands;

/// <summary>Saturation of the way in: agents send as fast as they are answered.</summary>
internal sealed class IngestCommand : ICommand
{
    public string Name => "ingest";

    public string Summary => "points per second and per server CPU second; 1000x1 and 100x10, 1 and 4 streams, 0 and 100 viewers";

    public async Task RunAsync(Workbench bench, Report report)
    {
        string[] shapes = bench.Options.Text("shape") is { } one ? [one] : ["1000x1", "100x10"];
        foreach (var viewers in bench.Options.Ints("viewers", 0, 100))
        {
            foreach (var shape in shapes)
            {
                foreach (var agents in bench.Options.Ints("agents", 1, 4)) report.Add(await MeasureAsync(bench, BatchShape.Parse(shape), agents, viewers));
            }
        }
    }

    /// <summary>Measures one row.</summary>
    public static async Task<Row> MeasureAsync(Workbench bench, BatchShape shape, int agents, int viewers)
    {
        var what = $"ingest {shape}, {agents} streams, {viewers} viewers";
        await using var server = await bench.StartServerAsync();
        using var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(viewers, _ => new LiveSink(new LiveSinkPlan())));
        await using var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(agents, shape)
        {
            Window = bench.Options.Int("window", 8),
            FirstTimestamp = Workbench.EarlyTimestamp,
        });
        fleet.Saturate();
        await Progress.WaitAsync($"{what}, warm-up", bench.Warmup);
        fleet.Acks.Clear();
        var runs = await bench.MeasureGrowthAsync(what, server.Pid, () => [fleet.Totals.Accepted, audience.Points, fleet.Totals.Retries]);
        var ended = audience.Ended.Count;
        var drained = await fleet.DrainAsync();

        return new Row()
            .Add("shape", shape.ToString())
            .Add("streams", agents.ToString())
            .Add("viewers", viewers.ToString())
            .Add("points/s", Median.Of(runs.Select(r => r.Counts[0] / r.Usage.Seconds)))
            .Add("points per server CPU s", Median.Of(runs.Select(r => r.Counts[0] / r.Usage.ServerCpu)))
            .Add("deliveries per server CPU s", Median.Of(runs.Select(r => r.Counts[1] / r.Usage.ServerCpu)))
            .Add("server core", Median.Of(runs.Select(r => r.Usage.ServerCores)))
            .Add("tool core", Median.Of(runs.Select(r => r.Usage.ToolCores)))
            .Add("server MB", runs[^1].Usage.ServerRss / 1e6)
            .Add("ack p99 ms", fleet.Acks.Ms(99))
            .Add("retries", (double)runs.Sum(r => r.Counts[2]))
            .Add("not accepted", (double)(fleet.Totals.Points - fleet.Totals.Accepted))
            .Add("faults", $"{fleet.Faults.First}{(drained ? "" : " not all answered")}{(ended > 0 ? $" {ended} viewers ended: {audience.Ended.First}" : "")}")
            .Add("others' cores", Median.Of(runs.Select(r => r.Usage.OtherCores)))
            .Add("load average", Machine.LoadAverage)
            .Judge(Goals.OfIngest(shape, viewers));
    }
}
