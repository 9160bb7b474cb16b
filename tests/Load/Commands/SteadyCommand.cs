using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Commands;

/// <summary>Delay and cost at a steady rate: open loop, delays counted from when a point was meant to leave.</summary>
internal sealed class SteadyCommand : ICommand
{
    private static readonly SteadyLoad[] Usual =
    [
        new(10, new BatchShape(1, 1), 1, 1),
        new(1_000, new BatchShape(1, 1), 10, 100),
        new(1_000, new BatchShape(10, 1), 10, 100),
        new(10_000, new BatchShape(10, 1), 10, 100),
        new(10_000, new BatchShape(100, 1), 10, 100),
        new(1_000, new BatchShape(10, 1), 10, 1_000),
    ];

    public string Name => "steady";

    public string Summary => "delay from agent to viewer and the server's share of a core at fixed rates; --rate, --shape, --agents, --viewers, --slow, --never for one of your own";

    public async Task RunAsync(Workbench bench, Report report)
    {
        foreach (var load in LoadsOf(bench))
        {
            await SlowShare.CompareAsync(
                bench.Options, report, share => MeasureAsync(bench, load, share), share => Goals.OfSteady(load with { Viewers = load.Viewers - share.Count }));
        }
    }

    private static IEnumerable<SteadyLoad> LoadsOf(Workbench bench)
    {
        var options = bench.Options;
        if (!options.Has("rate")) return Usual;
        var shape = BatchShape.Parse(options.Text("shape") ?? "10x1");
        return options.Ints("viewers", 100).Select(v => new SteadyLoad(options.Number("rate", 0), shape, options.Int("agents", 10), v));
    }

    /// <summary>Measures one row.</summary>
    public static async Task<Row> MeasureAsync(Workbench bench, SteadyLoad load, SlowShare share = default)
    {
        var delays = new Histogram();
        await using var server = await bench.StartServerAsync();
        using var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(load.Viewers, i => new LiveSink(new LiveSinkPlan
        {
            Delays = share.PaceOf(i).IsEager ? delays : null,
            Verifier = bench.Options.Has("verify") ? new SeriesVerifier() : null,
        }))
        {
            PaceOf = share.PaceOf,
        });
        await using var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(load.Agents, load.Shape) { Window = bench.Options.Int("window", 64) });
        var pacer = new Pacer(fleet.Agents, load.BatchesPerSecond);
        await Progress.WaitAsync($"steady {load}{share}, warm-up", bench.Warmup);
        var runs = await bench.MeasureAsync<DelayFigures>($"steady {load}{share}", server.Pid, () =>
        {
            delays.Clear();
            fleet.Acks.Clear();
            return () => new DelayFigures(delays.Ms(50), delays.Ms(99), delays.Max / 1000.0, fleet.Acks.Ms(99), 0);
        });
        pacer.Dispose();
        var drained = await fleet.DrainAsync();
        await audience.WaitForAsync(fleet.Totals.Accepted, 10);
        var (lost, doubled) = audience.Compare(fleet.Totals.Accepted);
        var row = new Row()
            .Add("points/s", load.PointsPerSecond)
            .Add("batch", load.Shape.ToString())
            .Add("agents", load.Agents.ToString())
            .Add("viewers", load.Viewers.ToString())
            .Add("p50 ms", Median.Of(runs.Select(r => r.Found.P50)))
            .Add("p99 ms", Median.Of(runs.Select(r => r.Found.P99)))
            .Add("max ms", runs.Max(r => r.Found.Max))
            .Add("ack p99 ms", Median.Of(runs.Select(r => r.Found.AckP99)))
            .Add("server core", Median.Of(runs.Select(r => r.Usage.ServerCores)))
            .Add("tool core", Median.Of(runs.Select(r => r.Usage.ToolCores)))
            .Add("deliveries per server CPU s", Median.Of(runs.Select(r => load.PointsPerSecond * load.Viewers / r.Usage.ServerCores)))
            .Add("server MB", runs[^1].Usage.ServerRss / 1e6)
            .Add("merged", (double)audience.Sinks.Sum(s => s.Merged))
            .Add("lost", (double)lost)
            .Add("faults", $"{fleet.Faults.First}{(drained ? "" : " not all answered")}{(doubled > 0 ? $" {doubled} doubled" : "")}{audience.Faults}")
            .Add("others' cores", Median.Of(runs.Select(r => r.Usage.OtherCores)))
            .Add("load average", Machine.LoadAverage);
        return await share.AddToAsync(row, server, audience);
    }
}
