using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>The runs of the server within a history, in their order.</summary>
internal sealed class Epochs
{
    private readonly List<EpochRecord> _all = [];

    public Epochs(IEnumerable<Entry> history)
    {
        foreach (var entry in history)
        {
            if (entry is ServerUp up) _all.Add(new EpochRecord(up.Epoch, up.StartedAt));
            if (entry is ServerDown down && Find(down.Epoch) is { } ended) ended.EndedAt = down.At;
        }
    }

    public IReadOnlyList<EpochRecord> All => _all;

    /// <summary>The one that lived to the end; null if none did.</summary>
    public EpochRecord? Final => _all.LastOrDefault(e => e.EndedAt is null);

    public EpochRecord? Find(string epoch) => _all.Find(e => e.Epoch == epoch);

    /// <summary>The one in which the server's clock showed <paramref name="serverTime"/>: the first where there was one only, whatever its clock.</summary>
    public EpochRecord At(long serverTime) => _all.Count == 1 ? _all[0] : _all.Last(e => e == _all[0] || e.StartedAt <= serverTime);
}
