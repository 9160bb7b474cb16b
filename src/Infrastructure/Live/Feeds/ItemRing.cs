namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The newest items of a feed by offset, for recovery. Holds the newest <paramref name="maxItems"/> items or those of the last
/// <paramref name="keep"/>, whichever takes less memory: it grows only while a full ring is still younger than that. Not synchronised.
/// </summary>
internal sealed class ItemRing<T>(int maxItems, TimeSpan keep, TimeProvider time)
{
    private const int FirstSize = 256;

    private readonly Queue<(long Offset, long At)> _marks = new();
    private T[] _items = new T[Math.Min(maxItems, FirstSize)];
    private long _lastMark = long.MinValue;

    /// <summary>The offset of the newest item; 0 before the first.</summary>
    public long Newest { get; private set; }

    /// <summary>How many items are held.</summary>
    public int Count { get; private set; }

    /// <summary>How many items fit at the moment.</summary>
    public int Capacity => _items.Length;

    /// <summary>The offset of the oldest item held.</summary>
    public long Oldest => Newest - Count + 1;

    /// <summary>True if nothing after <paramref name="offset"/> is missing.</summary>
    public bool Reaches(long offset) => offset >= Newest - Count && offset <= Newest;

    public ref T this[long offset] => ref _items[(int)(offset % _items.Length)];

    /// <summary>Appends an item under the next offset.</summary>
    public void Append(in T item)
    {
        if (Count == _items.Length && _items.Length < maxItems && OldestIsYoung()) Grow();
        Newest++;
        this[Newest] = item;
        if (Count < _items.Length) Count++;
    }

    /// <summary>Notes the time: what is appended from now on is at least this young. Called once per drain, keeps one mark a second.</summary>
    public void Mark()
    {
        var now = time.GetTimestamp();
        if (_lastMark != long.MinValue && time.GetElapsedTime(_lastMark, now) < TimeSpan.FromSeconds(1)) return;
        _lastMark = now;
        _marks.Enqueue((Newest + 1, now));
        while (_marks.Count > 1 && time.GetElapsedTime(_marks.Peek().At, now) > keep) _marks.Dequeue();
    }

    /// <summary>Passes over <paramref name="count"/> offsets whose items were never kept: nothing before them can be recovered.</summary>
    public void Skip(long count)
    {
        Newest += count;
        Count = 0;
        Array.Clear(_items);
    }

    /// <summary>Copies the items after <paramref name="offset"/>, up to <paramref name="last"/>, as many as fit.</summary>
    public int CopyAfter(long offset, long last, Span<T> target)
    {
        var count = (int)Math.Min(last - offset, target.Length);
        for (var i = 0; i < count; i++) target[i] = this[offset + 1 + i];
        return count;
    }

    private bool OldestIsYoung() => !_marks.TryPeek(out var mark) || Oldest >= mark.Offset;

    private void Grow()
    {
        var bigger = new T[(int)Math.Min(maxItems, 2L * _items.Length)];
        for (var offset = Oldest; offset <= Newest; offset++) bigger[(int)(offset % bigger.Length)] = this[offset];
        _items = bigger;
    }
}
