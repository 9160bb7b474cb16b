using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>Reads what the all-seeing viewer saw into the epochs, and checks that it saw each point once and each series in order.</summary>
internal static class WatcherReader
{
    public static void Read(IEnumerable<Entry> history, Epochs epochs, Findings findings)
    {
        EpochRecord? epoch = null;
        var missed = 0L;
        var merging = new List<Sample>();
        var newest = new Dictionary<string, Sample>();
        foreach (var entry in history)
        {
            switch (entry)
            {
                case Subscribed { Viewer: HistoryChecker.Watcher } subscribed:
                    epoch = epochs.Find(subscribed.Epoch);
                    missed = 0;
                    merging.Clear();
                    if (epoch is null) findings.Add(ViolationKind.Invented, $"epoch {subscribed.Epoch} belongs to no server that was started");
                    else if (!subscribed.Recovered) findings.Add(ViolationKind.Gap, $"the watcher asked for {subscribed.Since} of epoch {subscribed.Epoch} and was not resumed");
                    else if (epoch.Known == 0) newest.Clear();
                    break;
                case Merged { Viewer: HistoryChecker.Watcher } merged:
                    missed += merged.Points;
                    break;
                case Frame { Viewer: HistoryChecker.Watcher } frame when epoch is not null:
                    if (frame.Offset == epoch.Known)
                    {
                        merging.AddRange(frame.Points);
                        break;
                    }

                    var total = frame.Points.Count + missed + merging.Count;
                    if (total != frame.Offset - epoch.Known)
                        findings.Add(ViolationKind.Gap, $"the watcher stood at {epoch.Known} and got {frame.Points.Count} points up to {frame.Offset}, {missed + merging.Count} merged");
                    if (total == frame.Points.Count)
                    {
                        foreach (var point in frame.Points) Take(point, epoch, newest, findings);
                    }
                    else
                    {
                        merging.AddRange(frame.Points);
                        epoch.AddMerged(frame.Offset - epoch.Known, merging);
                        foreach (var point in merging) newest[point.Series] = point;
                    }

                    missed = 0;
                    merging.Clear();
                    break;
            }
        }
    }

    private static void Take(Sample point, EpochRecord epoch, Dictionary<string, Sample> newest, Findings findings)
    {
        if (!epoch.Add(point)) findings.Add(ViolationKind.Twice, $"{point} came twice in epoch {epoch.Epoch}");
        else if (newest.TryGetValue(point.Series, out var before) && (point.Timestamp <= before.Timestamp || point.Value <= before.Value))
            findings.Add(ViolationKind.Order, $"{point} came after {before} in epoch {epoch.Epoch}");
        newest[point.Series] = point;
    }
}
