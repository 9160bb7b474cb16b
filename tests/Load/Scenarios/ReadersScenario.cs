using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Load.Scenarios;

/// <summary>Readers of the operations endpoints beside ingest at a steady rate; turns with and without them take each other's place within one server.</summary>
internal sealed class ReadersScenario : ICommand
{
    private const int Count = 1_000;
    private static readonly BatchShape Shape = new(200, 1);

    public string Name => "readers";

    public string Summary => "1,000 readers of the operations endpoints beside 100,000 points a second: what they cost, and what ingest notices";

    public async Task RunAsync(Workbench bench, Report report)
    {
        await using var server = await bench.StartServerAsync();
        await using var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(bench.Options.Int("agents", 100), Shape) { FirstTimestamp = Workbench.EarlyTimestamp });
        using var pacer = new Pacer(fleet.Agents, bench.Options.Number("rate", 100_000) / Shape.Points);
        await Progress.WaitAsync("readers, warm-up", bench.Warmup);

        var (alone, beside) = (new List<Turn>(), new List<Turn>());
        for (var run = 0; run < bench.Runs; run++)
        {
            alone.Add(await MeasureAsync(bench, server, fleet, 0));
            beside.Add(await MeasureAsync(bench, server, fleet, Count));
        }

        var marks = new Marks(report, Name);
        marks.Note("reads", Median.Of(beside.Select(t => t.Reads)), "a second");
        marks.Note("read p99", Median.Of(beside.Select(t => t.ReadP99)), "ms");
        marks.Note("server core, alone", Median.Of(alone.Select(t => t.Core)));
        marks.Note("server core, with readers", Median.Of(beside.Select(t => t.Core)));
        marks.Note("ack p50, alone", Median.Of(alone.Select(t => t.AckP50)), "ms");
        marks.Note("ack p50, with readers", Median.Of(beside.Select(t => t.AckP50)), "ms");
        marks.Note("ack p99, alone", Median.Of(alone.Select(t => t.AckP99)), "ms");
        marks.Note("ack p99, with readers", Median.Of(beside.Select(t => t.AckP99)), "ms");
        marks.AtLeast("points taken, with readers to alone", Median.Of(beside.Zip(alone, (b, a) => b.Points / a.Points)), 0.99);
        marks.None("reads failed", beside.Sum(t => t.Failures));
        marks.Holds("counts add up", fleet.Totals.AddUp);
    }

    private static async Task<Turn> MeasureAsync(Workbench bench, IServer server, Fleet fleet, int count)
    {
        await using var readers = new Readers(server, count);
        await Progress.WaitAsync($"{count} readers come", 2);
        fleet.Acks.Clear();
        var (points, answers, meter) = (fleet.Totals.Accepted, readers.Answers, new UsageMeter(server.Pid));
        await Progress.WaitAsync($"{count} readers", bench.Seconds);
        var usage = meter.Stop();
        return new Turn(
            (fleet.Totals.Accepted - points) / usage.Seconds,
            usage.ServerCores,
            fleet.Acks.Ms(50),
            fleet.Acks.Ms(99),
            (readers.Answers - answers) / usage.Seconds,
            count == 0 ? 0 : readers.Delays.Ms(99),
            readers.Failures);
    }

    private sealed record Turn(double Points, double Core, double AckP50, double AckP99, double Reads, double ReadP99, int Failures);
}
