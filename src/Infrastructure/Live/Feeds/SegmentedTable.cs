namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// A table by dense numbers that grows without moving what it holds, so that a reference to an entry stays good and growth never copies.
/// <see cref="At"/> may be called by any thread; what the entries need beyond that is their owner's.
/// </summary>
internal sealed class SegmentedTable<T>
{
    public const int SegmentSize = 1 << Shift;
    private const int Shift = 10;

    private readonly Lock _growing = new();
    private volatile T[]?[] _segments = new T[]?[16];
    private int _count;

    /// <summary>One more than the highest number ever asked for.</summary>
    public int Count => Volatile.Read(ref _count);

    public ref T At(int number)
    {
        var segments = _segments;
        var index = number >> Shift;
        if (index < segments.Length && segments[index] is { } segment && number < Count) return ref segment[number & (SegmentSize - 1)];
        return ref AtSlow(number);
    }

    private ref T AtSlow(int number)
    {
        lock (_growing)
        {
            var index = number >> Shift;
            var segments = _segments;
            if (index >= segments.Length)
            {
                Array.Resize(ref segments, Math.Max(index + 1, 2 * segments.Length));
                _segments = segments;
            }

            var segment = segments[index] ??= new T[SegmentSize];
            if (number >= _count) Volatile.Write(ref _count, number + 1);
            return ref segment[number & (SegmentSize - 1)];
        }
    }
}
