using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>Judges a history by itself, long after the run if need be.</summary>
internal static class HistoryChecker
{
    /// <summary>The name of the viewer that is never disturbed and asks for every epoch from its first point on.</summary>
    public const string Watcher = "watcher";

    public static Verdict Check(IReadOnlyList<Entry> history)
    {
        var findings = new Findings();
        var epochs = new Epochs(history);
        WatcherReader.Read(history, epochs, findings);
        var batches = BatchCheck.Check(history, epochs, findings);
        foreach (var viewer in history.OfType<Subscribed>().Select(s => s.Viewer).Distinct().Where(v => v != Watcher))
            new ViewerCheck(viewer, epochs, findings).Check(history);
        ActionCheck.Check(history, findings);
        foreach (var judged in history.OfType<Judged>().Where(j => !j.Holds)) findings.Add(ViolationKind.Criterion, $"{judged.Criterion}: {judged.Detail}");
        return new Verdict
        {
            Run = history.OfType<RunBegan>().FirstOrDefault(),
            Batches = batches.Sent,
            Acked = batches.Acked,
            PointsSeen = epochs.All.Sum(e => e.Seen),
            MergedPoints = history.OfType<Merged>().Sum(m => m.Points),
            Resumed = history.OfType<Subscribed>().Count(s => s.Viewer != Watcher && s.Recovered),
            Actions = history.OfType<Executed>().Count(),
            Measured = [.. history.OfType<Measured>()],
            ViolationCount = findings.Count,
            Violations = findings.Told,
        };
    }
}
