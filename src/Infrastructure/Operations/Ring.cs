namespace CleanLite.Infrastructure.Operations;

/// <summary>The newest items, up to a capacity; a further one pushes out the oldest. Not thread-safe.</summary>
internal sealed class Ring<T>(int capacity)
{
    // Grows up to the capacity: most rings never fill.
    private readonly List<T> _items = [];
    private int _oldest;

    /// <summary>How many items there are.</summary>
    public int Count => _items.Count;

    public void Add(T item)
    {
        if (_items.Count < capacity)
        {
            _items.Add(item);
            return;
        }

        _items[_oldest] = item;
        _oldest = (_oldest + 1) % capacity;
    }

    /// <summary>The items, newest first.</summary>
    public IEnumerable<T> NewestFirst()
    {
        for (var i = _items.Count - 1; i >= 0; i--) yield return _items[(_oldest + i) % _items.Count];
    }
}
