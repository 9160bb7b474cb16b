using System.Text;

namespace CleanLite.Agent.Host;

/// <summary>
/// What is kept per device, found by its name as it stands in the file. Bounded: when full, the device that was not seen for the
/// longest time gives way, and while all are in use a further one is not reported.
/// </summary>
internal sealed class DeviceTable<T>(Func<string, T> create, int capacity = 128)
    where T : class
{
    private readonly List<Entry> _entries = [];
    private long _round;

    /// <summary>A new pass over all devices begins.</summary>
    public void BeginRound() => _round++;

    /// <summary>What is kept for the device, made at its first sight; null if there is no room for it.</summary>
    public T? Find(ReadOnlySpan<byte> name)
    {
        foreach (var entry in _entries)
        {
            if (!name.SequenceEqual(entry.Name))
                continue;
            entry.SeenIn = _round;
            return entry.Value;
        }

        return TryMakeRoom() ? Add(name) : null;
    }

    private T Add(ReadOnlySpan<byte> name)
    {
        var entry = new Entry(name.ToArray(), create(Encoding.UTF8.GetString(name))) { SeenIn = _round };
        _entries.Add(entry);
        return entry.Value;
    }

    private bool TryMakeRoom()
    {
        if (_entries.Count < capacity)
            return true;
        var oldest = _entries.MinBy(entry => entry.SeenIn)!;
        return oldest.SeenIn != _round && _entries.Remove(oldest);
    }

    private sealed class Entry(byte[] name, T value)
    {
        public byte[] Name { get; } = name;

        public T Value { get; } = value;

        public long SeenIn { get; set; }
    }
}
