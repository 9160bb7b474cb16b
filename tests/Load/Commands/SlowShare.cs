using CleanLite.Load.CommandLine;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Commands;

/// <summary>How many of the viewers do not read what comes.</summary>
/// <param name="Slow">Those that read 1,000 bytes a second.</param>
/// <param name="Never">Those that never read.</param>
internal readonly record struct SlowShare(int Slow, int Never)
{
    private const string Peak = "server peak MB";

    public int Count => Slow + Never;

    /// <summary>Measures without such viewers and, if some were asked for, with them, and judges what both found.</summary>
    public static async Task CompareAsync(Options options, Report report, Func<SlowShare, Task<Row>> measure, Func<SlowShare, IEnumerable<Goal>> goalsOf)
    {
        var without = await measure(default);
        report.Add(without.Judge(goalsOf(default)));
        var asked = new SlowShare(options.Int("slow", 0), options.Int("never", 0));
        if (asked.Count == 0) return;
        report.Add((await measure(asked)).Judge([.. goalsOf(asked), Goals.OfSlow(Peak, without.Figure(Peak), asked.Count)]));
    }

    public Pace PaceOf(int viewer) => viewer < Never ? Pace.Never : viewer < Count ? Pace.Slow : Pace.Eager;

    /// <summary>Adds what those viewers did to the server, and how they ended: as they saw it, and by the server's own account.</summary>
    public async Task<Row> AddToAsync(Row row, IServer server, Audience audience)
    {
        row.Add(Peak, ProcessReading.PeakOf(server.Pid) / 1e6);
        if (Count == 0) return row;
        var metrics = await MetricsPage.ReadAsync(server);
        return row
            .Add("slow; never", $"{Slow}; {Never}")
            .Add("they saw", await audience.EndsOfSlowAsync())
            .Add("the server closed", string.Join(", ", metrics.Of("cleanlite_live_disconnects_total").Where(s => s.Value > 0).Select(s => $"{s.Value} {s.Labels}")));
    }

    public override string ToString() => Count == 0 ? "" : $", {Slow} slow, {Never} never";
}
