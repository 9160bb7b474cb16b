using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>The runs of the server within a history, in their order.</summary>
internal sealed class Epochs
{
    private readonly List<EpochRecord> _all = [];
    private readonly IReadOnlyList<int> _jumps = [];

    public Epochs(IEnumerable<Entry> history)
    {
        foreach (var entry in history)
        {
            if (entry is RunBegan run) _jumps = run.Jumps;
            if (entry is ServerUp up) _all.Add(new EpochRecord(up.Epoch, up.StartedAt));
            if (entry is ServerDown down && Find(down.Epoch) is { } ended) ended.EndedAt = down.At;
        }
    }

    public IReadOnlyList<EpochRecord> All => _all;

    /// <summary>The one that lived to the end; null if none did.</summary>
    public EpochRecord? Final => _all.LastOrDefault(e => e.EndedAt is null);

    public EpochRecord? Find(string epoch) => _all.Find(e => e.Epoch == epoch);

    /// <summary>The one in which the server's clock showed <paramref name="serverTime"/>: the first where there was one only, whatever its clock.</summary>
    public EpochRecord At(long serverTime)
    {
        if (_all.Count == 1) return _all[0];

        // A run is shorter than the least difference between two jumps: only one of them puts the time within it.
        var time = _jumps.Append(0).Select(jump => serverTime - (jump * 1000L)).Where(t => t >= _all[0].StartedAt).DefaultIfEmpty(serverTime).Min();
        return _all.Last(e => e == _all[0] || e.StartedAt <= time);
    }
}
