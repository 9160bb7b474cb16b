namespace CleanLite.Infrastructure.Live;

/// <summary>The delays of the last writes to viewers, for their percentiles. Thread-safe; a reading may miss a delay that is just being noted.</summary>
internal sealed class RecentDelays
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 4_096;

    private readonly long[] _ticks = new long[Capacity];
    private long _count;

    public void Add(TimeSpan delay) => Volatile.Write(ref _ticks[(Interlocked.Increment(ref _count) - 1) % Capacity], delay.Ticks);

    /// <summary>The delay that half of them, and 99 in 100, do not exceed; null while there is none.</summary>
    public (TimeSpan P50, TimeSpan P99)? Read()
    {
        var count = (int)Math.Min(Interlocked.Read(ref _count), Capacity);
        if (count == 0) return null;
        var sorted = _ticks[..count];
        Array.Sort(sorted);
        return (Within(50), Within(99));

        TimeSpan Within(int percent) => TimeSpan.FromTicks(sorted[((count * percent) + 99) / 100 - 1]);
    }
}
