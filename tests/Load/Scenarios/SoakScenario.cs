using CleanLite.Load.Commands;
using CleanLite.Load.Measure;

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
        await using var load = await Dashboards.OpenAsync(bench);
        var minutes = bench.Options.Number("minutes", 4);
        load.SetRate(0.5);
        using var stop = new CancellationTokenSource();
        var churn = Task.WhenAll(
            ChurnAsync(AgentsPerMinute, Dashboards.Agents, i => load.Fleet.RestartAsync(i), stop.Token),
            ChurnAsync(ViewersPerMinute, Dashboards.Viewers, i => load.Audience.ReplaceAsync(i, Dashboards.PathOf(i), Dashboards.NewSink(load.Delays), stop.Token), stop.Token));

        // The first half is for caches and pools to find their size; the second is judged.
        await Progress.WaitAsync("L6 first half", minutes * 30);
        load.ClearDelays();
        var readings = new List<ProcessReading> { ProcessReading.Of(load.Server.Pid) };
        for (var i = 0; i < 20; i++)
        {
            await Progress.WaitAsync($"L6 second half, part {i + 1} of 20", minutes * 30 / 20, () => $"{readings[^1].RssBytes / 1e6:0} MB");
            readings.Add(ProcessReading.Of(load.Server.Pid));
        }

        await stop.CancelAsync();
        await churn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Judge(new Marks(report, Name), load, readings, minutes);
    }

    private static void Judge(Marks marks, Dashboards load, List<ProcessReading> readings, double minutes)
    {
        var (first, last) = (readings[0], readings[^1]);
        if (minutes >= 60) marks.AtMost("memory, MB an hour (median of slopes)", SlopeOf(readings) * 3600 / 1e6, 1);
        else marks.Note("memory, MB an hour (median of slopes; too short to judge)", SlopeOf(readings) * 3600 / 1e6);
        marks.Note("server memory", last.RssBytes / 1e6, "MB");
        marks.AtMost("file descriptors gained", Gained(readings, r => r.Files), 5);
        marks.AtMost("threads gained", Gained(readings, r => r.Threads), 5);
        marks.AtMost("agent to dashboard p99", load.Delays.Ms(99), 100, "ms");
        marks.AtMost("server core", last.CoresSince(first), 0.5);
        marks.None("agents fallen off", load.Fleet.Faults.Count);
        marks.None("out of order or malformed", load.Audience.Sinks.Sum(s => s.Verifier!.Malformed));
        marks.Holds("counts add up", load.Fleet.Totals.AddUp);
    }

    // Between the halves' medians: connections and the pool's workers come and go, and a single reading says how many there were just then.
    private static double Gained(List<ProcessReading> readings, Func<ProcessReading, double> count)
    {
        var half = readings.Count / 2;
        return Median.Of(readings.Skip(half).Select(count)) - Median.Of(readings.Take(half).Select(count));
    }

    // Theil and Sen: half of all pairs rise faster, half slower; single spikes do not move it.
    private static double SlopeOf(List<ProcessReading> readings) => Median.Of(
        from i in Enumerable.Range(0, readings.Count)
        from j in Enumerable.Range(i + 1, readings.Count - i - 1)
        select (readings[j].RssBytes - readings[i].RssBytes) / readings[j].SecondsSince(readings[i]));

    private static async Task ChurnAsync(double perMinute, int count, Func<int, Task> replace, CancellationToken stop)
    {
        var next = 0;
        while (true)
        {
            await Task.Delay(TimeSpan.FromMinutes(1 / perMinute), stop);
            await replace(next++ % count);
        }
    }
}
