using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Load.Scenarios;

/// <summary>L6: half of L1 for long, with agents and dashboards that come and go.</summary>
internal sealed class SoakScenario : ICommand
{
    private const double AgentsPerMinute = 0.10 * Dashboards.Agents;
    private const double ViewersPerMinute = 0.05 * Dashboards.Viewers;

    public string Name => "L6";

    public string Summary => "soak: half of L1 with 10 % of the agents and 5 % of the viewers replaced a minute; --minutes (4; 60 and more for a verdict on leaks)";

    public async Task RunAsync(Workbench bench, Report report)
    {
        using var log = new KeptLog();
        await using var load = await Dashboards.OpenAsync(bench, log.Settings);
        var minutes = bench.Options.Number("minutes", 4);
        load.SetRate(0.5);
        using var stop = new CancellationTokenSource();
        var churn = Task.WhenAll(
            ChurnAsync(AgentsPerMinute, Dashboards.Agents, load.RestartAgentAsync, stop.Token),
            ChurnAsync(ViewersPerMinute, Dashboards.Viewers, i => load.ReplaceViewerAsync(i, stop.Token), stop.Token));

        // The first half is for caches and pools to find their size; the second is judged.
        await Progress.WaitAsync("L6 first half", minutes * 30);
        var oldBefore = await OldHeapAsync(load.Server);
        load.ClearDelays();
        var readings = new List<Reading> { await Reading.OfAsync(load.Server) };
        for (var i = 0; i < 20; i++)
        {
            await Progress.WaitAsync($"L6 second half, part {i + 1} of 20", minutes * 30 / 20, () => $"{readings[^1].Process.RssBytes / 1e6:0} MB");
            readings.Add(await Reading.OfAsync(load.Server));
        }

        var (marks, p99, oldAfter) = (new Marks(report, Name), load.Delays.Ms(99), await OldHeapAsync(load.Server));
        await stop.CancelAsync();
        await churn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        JudgeGrowth(marks, readings, minutes);
        marks.AtMost("oldest generation of the heap, times as before", oldAfter / oldBefore, 1.05);
        marks.Note("oldest generation of the heap", oldAfter / 1e6, "MB");
        marks.AtMost("agent to dashboard p99", p99, 100, "ms");
        if (bench.OwnsServer) await log.JudgeAsync(marks, load.Server);
        await load.JudgeAsync(marks);
    }

    private static void JudgeGrowth(Marks marks, List<Reading> readings, double minutes)
    {
        var (first, last) = (readings[0].Process, readings[^1].Process);
        if (minutes >= 60) marks.AtMost("memory, MB an hour (median of slopes)", SlopeOf(readings) * 3600 / 1e6, 1);
        else marks.Note("memory, MB an hour (median of slopes; too short to judge)", SlopeOf(readings) * 3600 / 1e6);
        marks.Note("server memory", last.RssBytes / 1e6, "MB");
        marks.AtMost("file descriptors gained", Gained(readings, r => r.Process.Files), 5);
        marks.AtMost("threads gained", Gained(readings, r => r.Process.Threads), 5);
        marks.AtMost("timers gained", Gained(readings, r => r.Timers), 5);
        marks.AtMost("server core", last.CoresSince(first), 0.5);
    }

    // After a collection: what is in it then is held by somebody.
    private static async Task<double> OldHeapAsync(IServer server)
    {
        await ForcedCollection.RunAsync(server.Pid);
        return (await MetricsPage.ReadAsync(server)).Sum("dotnet_gc_last_collection_heap_size_bytes", "gen2");
    }

    // Between the halves' medians: connections and the pool's workers come and go, and a single reading says how many there were just then.
    private static double Gained(List<Reading> readings, Func<Reading, double> count)
    {
        var half = readings.Count / 2;
        return Median.Of(readings.Skip(half).Select(count)) - Median.Of(readings.Take(half).Select(count));
    }

    // Theil and Sen: half of all pairs rise faster, half slower; single spikes do not move it.
    private static double SlopeOf(List<Reading> readings) => Median.Of(
        from i in Enumerable.Range(0, readings.Count)
        from j in Enumerable.Range(i + 1, readings.Count - i - 1)
        select (readings[j].Process.RssBytes - readings[i].Process.RssBytes) / readings[j].Process.SecondsSince(readings[i].Process));

    private static async Task ChurnAsync(double perMinute, int count, Func<int, Task> replace, CancellationToken stop)
    {
        var next = 0;
        while (true)
        {
            await Task.Delay(TimeSpan.FromMinutes(1 / perMinute), stop);
            await replace(next++ % count);
        }
    }

    private sealed record Reading(ProcessReading Process, double Timers)
    {
        public static async Task<Reading> OfAsync(IServer server) =>
            new(ProcessReading.Of(server.Pid), (await MetricsPage.ReadAsync(server)).Sum("dotnet_timer_count"));
    }
}
