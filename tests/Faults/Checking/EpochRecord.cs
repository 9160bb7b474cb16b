using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>One run of the server as the all-seeing viewer saw it: which point has which offset.</summary>
internal sealed class EpochRecord(string epoch, long startedAt)
{
    private readonly List<Sample?> _items = [];
    private readonly HashSet<Sample> _points = [];

    public string Epoch => epoch;

    /// <summary>Unix milliseconds just before its process was made.</summary>
    public long StartedAt => startedAt;

    /// <summary>Seconds into the run when the process was ended; null if it lived to the end.</summary>
    public double? EndedAt { get; set; }

    /// <summary>The last offset that the all-seeing viewer knows of.</summary>
    public long Known => _items.Count;

    /// <summary>Points that it was shown.</summary>
    public int Seen => _points.Count;

    /// <summary>Points whose offsets it does not know, because they were merged.</summary>
    public long Missed { get; private set; }

    public IEnumerable<Sample> Points => _points;

    public bool Has(Sample point) => _points.Contains(point);

    /// <summary>The next point; false if it had been there before.</summary>
    public bool Add(Sample point)
    {
        _items.Add(point);
        return _points.Add(point);
    }

    /// <summary>As many points as were merged: of <paramref name="shown"/>, the newest of their series, nobody told at which offsets they lie.</summary>
    public void AddMerged(long count, IEnumerable<Sample> shown)
    {
        for (var i = 0; i < count; i++) _items.Add(null);
        Missed += count;
        _points.UnionWith(shown);
    }

    /// <summary>The points after offset <paramref name="from"/> up to <paramref name="to"/>; null for one that is not known.</summary>
    public IEnumerable<Sample?> Between(long from, long to) => _items.Skip((int)from).Take((int)(to - from));
}
