using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>
/// Holds what agents were told against what the all-seeing viewer was shown. An answer counts for the epoch whose server gave it: what was acknowledged
/// there must have been shown there. Memory dies with a server, so of an epoch that was ended the last answers of each session may be missing, but nothing
/// before them.
/// </summary>
internal sealed class BatchCheck
{
    // Longer than this an acknowledged point does not stay on its way to a viewer, even on a machine that is busy.
    private const double LongestWay = 2;

    private readonly Epochs _epochs;
    private readonly Findings _findings;
    private readonly bool _mayRefuse;
    private readonly Dictionary<string, EpochRecord> _epochOf = []; // by session
    private readonly Dictionary<(EpochRecord Epoch, string Session), SortedDictionary<ulong, BatchFate>> _fates = [];
    private readonly HashSet<Sample> _sent = [];

    private BatchCheck(bool mayRefuse, Epochs epochs, Findings findings) => (_mayRefuse, _epochs, _findings) = (mayRefuse, epochs, findings);

    public static (int Sent, int Acked) Check(IReadOnlyList<Entry> history, Epochs epochs, Findings findings)
    {
        var check = new BatchCheck(history.OfType<RunBegan>().Any(r => r.MayRefuse), epochs, findings);
        check.Read(history);
        foreach (var ((epoch, session), fates) in check._fates) check.Judge(epoch, session, [.. fates.Values]);
        check.JudgeShown();
        if (history.OfType<Final>().LastOrDefault() is { } final) check.JudgeFinal(final);
        return (check._fates.SelectMany(f => f.Value.Keys.Select(sequence => (f.Key.Session, sequence))).Distinct().Count(),
            check._fates.SelectMany(f => f.Value.Where(b => b.Value.AckedAt is not null).Select(b => (f.Key.Session, b.Key))).Distinct().Count());
    }

    private void Read(IEnumerable<Entry> history)
    {
        foreach (var entry in history)
        {
            switch (entry)
            {
                case Welcomed welcomed:
                    _epochOf[welcomed.Session] = _epochs.At(welcomed.ServerTime);
                    AckThrough(welcomed.Session, welcomed.LastSequence, welcomed.At);
                    break;
                case Sent sent:
                    _sent.UnionWith(sent.Points);
                    FatesOf(sent.Session).TryAdd(sent.Sequence, new BatchFate(sent));
                    break;
                case Acked acked when acked.Status != "Retry":
                    if (FatesOf(acked.Session).TryGetValue(acked.Sequence, out var fate)) fate.Take(acked);
                    else _findings.Add(ViolationKind.Invented, $"{acked.Agent} was answered batch {acked.Sequence}, which it had not sent to this server");
                    AckThrough(acked.Session, acked.LastSequence, acked.At);
                    break;
            }
        }
    }

    private SortedDictionary<ulong, BatchFate> FatesOf(string session)
    {
        var key = (_epochOf[session], session);
        if (!_fates.TryGetValue(key, out var fates)) _fates[key] = fates = [];
        return fates;
    }

    // Every number up to there has been dealt with; most were before.
    private void AckThrough(string session, ulong sequence, double at)
    {
        foreach (var fate in FatesOf(session).Values.Reverse().SkipWhile(f => f.Sequence > sequence).TakeWhile(f => f.AckedAt is null)) fate.AckedAt = at;
    }

    private void Judge(EpochRecord epoch, string session, IReadOnlyList<BatchFate> fates)
    {
        var acked = fates.Where(f => f.AckedAt is not null).ToList();
        var missing = 0L;
        for (var i = 0; i < acked.Count; i++)
        {
            var fate = acked[i];
            if (fate.Refused > 0 && !_mayRefuse) _findings.Add(ViolationKind.Refused, $"{fate}: {fate.Refused} points were late or rejected");
            var shown = fate.Points.Count(epoch.Has);
            if (shown > fate.ShouldShow) _findings.Add(ViolationKind.Invented, $"{fate}: {fate.ShouldShow} points accepted, {shown} shown");
            if (shown >= fate.ShouldShow || (fate.IsUnknown && _mayRefuse)) continue;
            var isLastWords = epoch.EndedAt - fate.AckedAt < LongestWay && !acked.Skip(i + 1).Any(later => later.Points.Any(epoch.Has));
            if (isLastWords) continue;
            missing += fate.ShouldShow - shown;
            if (missing > epoch.Missed) _findings.Add(ViolationKind.Lost, $"{fate} of session {session}: {fate.ShouldShow} points accepted in epoch {epoch.Epoch}, {shown} shown");
        }
    }

    private void JudgeShown()
    {
        foreach (var (epoch, point) in _epochs.All.SelectMany(e => e.Points.Where(p => !_sent.Contains(p)).Select(p => (e, p))))
            _findings.Add(ViolationKind.Invented, $"{point} was shown in epoch {epoch.Epoch} and never sent");
    }

    private void JudgeFinal(Final final)
    {
        if (_epochs.Find(final.Epoch) is not { } epoch) return;
        var newest = final.Points.ToDictionary(p => p.Series);
        var fates = _fates.Where(f => f.Key.Epoch == epoch).SelectMany(f => f.Value.Values).ToList();
        foreach (var point in fates.Where(f => f.AckedAt is not null && f.ShouldShow == f.Points.Count && !(f.IsUnknown && _mayRefuse)).SelectMany(f => f.Points))
        {
            if (!newest.TryGetValue(point.Series, out var last) || last.Value < point.Value) _findings.Add(ViolationKind.Lost, $"{point} was accepted, but the latest state holds {last}");
        }

        var (certain, possible) = (fates.Where(f => f.AckedAt is not null && !f.IsUnknown).Sum(f => f.ShouldShow), fates.Sum(f => f.ShouldShow));
        if (final.Offset > possible) _findings.Add(ViolationKind.Twice, $"epoch {epoch.Epoch} counts {final.Offset} points, and agents sent {possible} at most");
        if (final.Offset < certain) _findings.Add(ViolationKind.Lost, $"epoch {epoch.Epoch} counts {final.Offset} points, and acknowledged {certain} at least");
    }
}
