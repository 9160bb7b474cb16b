using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Scenarios;

/// <summary>L2: many viewers, each with some series of one agent; then one series to a thousand, a frame per point.</summary>
internal sealed class FanoutScenario : ICommand
{
    private const int Agents = 40;

    public string Name => "L2";

    public string Summary => "fan-out: 2,000 viewers x 50 series at 1 Hz; and 25,000 single-point frames a second to 1,000 viewers";

    public async Task RunAsync(Workbench bench, Report report)
    {
        await RunAsync(bench, new Marks(report, "L2"), new BatchShape(50, 1), Agents, Agents, 2_000, i => $"/live?agent={SeriesName.AgentId(i % Agents)}");
        await RunAsync(bench, new Marks(report, "L2 frames"), new BatchShape(1, 1), 1, 25, 1_000, _ => "/live");
    }

    private static async Task RunAsync(Workbench bench, Marks marks, BatchShape shape, int agents, double batchesPerSecond, int viewers, Func<int, string> pathOf)
    {
        var delays = new Histogram();
        await using var server = await bench.StartServerAsync();
        using var audience = await Audience.ConnectAsync(
            server.Http,
            new AudiencePlan(viewers, _ => new LiveSink(new LiveSinkPlan { Delays = delays, Verifier = new SeriesVerifier() })) { PathOf = pathOf });
        await using var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(agents, shape));
        var pacer = new Pacer(fleet.Agents, batchesPerSecond);
        await Progress.WaitAsync("L2 warm-up", bench.Warmup);
        delays.Clear();
        var (meter, before, framesBefore) = (new UsageMeter(server.Pid), audience.Points, audience.Sinks.Sum(s => s.Frames));
        await Progress.WaitAsync($"L2 {viewers} viewers", bench.LengthOr(60), () => $"p99 {delays.Ms(99):0.0} ms");
        var usage = meter.Stop();
        var (points, frames) = (audience.Points - before, audience.Sinks.Sum(s => s.Frames) - framesBefore);
        pacer.Dispose();
        await fleet.DrainAsync();
        await Progress.WaitAsync("arriving", 2);

        var verifiers = audience.Sinks.Select(s => s.Verifier!).ToList();
        var expected = fleet.Totals.Accepted / agents * viewers;
        marks.AtLeast("deliveries a second", points / usage.Seconds, 0.98 * shape.Points * batchesPerSecond / agents * viewers);
        marks.AtMost("frames a second and viewer", frames / usage.Seconds / viewers, Math.Max(10, batchesPerSecond / agents * 1.05));
        marks.AtMost("p99", delays.Ms(99), 100, "ms");
        marks.Note("p50", delays.Ms(50), "ms");
        marks.None("points missing without a word", Math.Max(0, expected - audience.Points - audience.Sinks.Sum(s => s.Merged)) + verifiers.Sum(v => v.Missing));
        marks.None("out of order or malformed", verifiers.Sum(v => v.OutOfOrder + v.Malformed));
        marks.None("viewers disconnected", audience.Ended.Count);
        marks.Note("server core", usage.ServerCores);
        marks.Note("tool core", usage.ToolCores);
        marks.Note("others' cores", usage.OtherCores);
        marks.Note("server memory", usage.ServerRss / 1e6, "MB");
    }
}
