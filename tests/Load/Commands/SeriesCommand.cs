using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Commands;

/// <summary>What a live series costs.</summary>
internal sealed class SeriesCommand : ICommand
{
    private const int PerAgent = 10_000;
    private static readonly BatchShape Shape = new(1_000, 1);

    public string Name => "series";

    public string Summary => "resident bytes per live series, without viewers and with one; --series";

    public async Task RunAsync(Workbench bench, Report report)
    {
        foreach (var viewers in bench.Options.Ints("viewers", 0, 1)) report.Add(await MeasureAsync(bench, bench.Options.Int("series", 1_000_000), viewers));
    }

    private static async Task<Row> MeasureAsync(Workbench bench, int series, int viewers)
    {
        await using var server = await bench.StartServerAsync();
        using var audience = await Audience.ConnectAsync(server.Http, new AudiencePlan(viewers, _ => new LiveSink(new LiveSinkPlan())));
        await using var first = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(1, Shape) { FirstAgent = 50_000, FirstTimestamp = Workbench.EarlyTimestamp });
        using (new Pacer(first.Agents, 100)) await Progress.WaitAsync("series, warm-up", bench.Warmup);
        await first.DrainAsync();
        await Progress.WaitAsync("series, before", 15);
        var before = ProcessReading.Of(server.Pid);

        // Three rounds over all series: once to make them, twice more so that everything that is kept of a series is there.
        var agents = Math.Max(1, series / PerAgent);
        await using var fleet = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(agents, Shape) { Templates = Math.Min(series, PerAgent) / Shape.Series });
        var batches = 3L * series / Shape.Series;
        using (var pacer = new Pacer(fleet.Agents, 300, batches))
        {
            while (pacer.Posted < batches) await Progress.WaitAsync("series", 1, () => $"{pacer.Posted}/{batches} batches");
        }

        var drained = await fleet.DrainAsync(60);
        await Progress.WaitAsync("series, settling", 20);
        var after = ProcessReading.Of(server.Pid);
        return new Row()
            .Add("live series", (double)series)
            .Add("viewers", viewers.ToString())
            .Add("bytes each", (after.RssBytes - before.RssBytes) / (double)series)
            .Add("server MB", after.RssBytes / 1e6)
            .Add("not accepted", (double)(fleet.Totals.Points - fleet.Totals.Accepted))
            .Add("faults", $"{fleet.Faults.First}{(drained ? "" : " not all answered")}{(audience.Ended.Count > 0 ? $" the viewer ended: {audience.Ended.First}" : "")}")
            .Add("load average", Machine.LoadAverage)
            .Judge(Goals.OfSeries(series));
    }
}
