using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// What ingest hands to the broadcaster: appended by several threads, taken by one in one piece. Two buffers change places, so that taking
/// is a swap and appending never waits for what is done with the points.
/// </summary>
internal sealed class PointInput(int capacity, TimeProvider time, AsyncSignal wake)
{
    // A series that left travels among the points, in order; no point bears this time.
    private const long Left = long.MinValue;
    private const int FirstSize = 1_024;
    private const int LargestKept = 64 * 1_024;

    private readonly Lock _sync = new();
    private MetricPoint[] _filling = new MetricPoint[FirstSize];
    private MetricPoint[] _spare = new MetricPoint[FirstSize];
    private int _count;
    private int _reserved;
    private long _since;

    /// <summary>True for what <see cref="Forget"/> put in.</summary>
    public static bool IsLeaving(in MetricPoint item) => item.Timestamp == Left;

    /// <summary>How many points wait.</summary>
    public int Waiting => Volatile.Read(ref _count);

    public bool TryReserve(int points)
    {
        lock (_sync)
        {
            if ((long)_count + _reserved + points > capacity) return false;
            _reserved += points;
            return true;
        }
    }

    public void Append(in MetricPoint point)
    {
        lock (_sync) AppendLocked(point);
    }

    public void Release(int points)
    {
        lock (_sync) _reserved -= points;
        wake.Set();
    }

    /// <summary>Goes beyond the capacity if need be: there are no more of them than series, and none may be lost.</summary>
    public void Forget(Series series)
    {
        lock (_sync) AppendLocked(new MetricPoint(series, Left, 0));
        wake.Set();
    }

    /// <summary>All that came in since the last call, valid until the next, and when the first of it came in.</summary>
    public ReadOnlySpan<MetricPoint> Take(out long since)
    {
        lock (_sync)
        {
            since = _since;
            var (taken, count) = (_filling, _count);
            if (count == 0) return [];
            _filling = _spare.Length <= LargestKept || count > LargestKept / 4 ? _spare : new MetricPoint[FirstSize];
            (_spare, _count) = (taken, 0);
            return taken.AsSpan(0, count);
        }
    }

    private void AppendLocked(in MetricPoint point)
    {
        if (_count == 0) _since = time.GetTimestamp();
        if (_count == _filling.Length) Array.Resize(ref _filling, 2 * _count);
        _filling[_count++] = point;
    }
}
