using CleanLite.Infrastructure.Live.Messages;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>One <c>ServerFrame</c> with announcements and points, gathered column by column (live.proto). Used again after <see cref="Clear"/>.</summary>
internal sealed class CompactFrame
{
    /// <summary>Most bytes that a point takes in all columns.</summary>
    public const int MaxPointBytes = 28;

    private readonly WireBuffer _series = new();
    private readonly WireBuffer _timestamps = new();
    private readonly WireBuffer _values = new();
    private readonly WireBuffer _frame = new();
    private long _base;

    /// <summary>How many points it has.</summary>
    public int Count { get; private set; }

    /// <summary>True if nothing is in it.</summary>
    public bool IsEmpty => Size == 0;

    /// <summary>Bytes gathered so far.</summary>
    public int Size => _frame.Length + _series.Length + _timestamps.Length + _values.Length;

    public void Clear()
    {
        foreach (var part in (ReadOnlySpan<WireBuffer>)[_series, _timestamps, _values, _frame]) part.Clear();
        Count = 0;
    }

    /// <summary>Tells the viewer to forget what was announced. Comes first.</summary>
    public void Forget() => _frame.Flag(1, true);

    public void Announce(SeriesName name) => name.WriteTo(_frame, 2);

    public void Add(long number, long timestamp, double value)
    {
        if (Count++ == 0) _base = timestamp;
        _series.Varint((ulong)number);
        _timestamps.ZigZag(timestamp - _base);
        _values.Double(value);
    }

    /// <summary>The frame with nothing but announcements.</summary>
    public ReadOnlySpan<byte> Announcements() => _frame.Written;

    /// <summary>The frame as a <c>metrics</c> message.</summary>
    /// <param name="offset">The offset of the last point.</param>
    /// <param name="receivedUnixMs">When the oldest of the points came in; 0 for points of the past.</param>
    public ReadOnlySpan<byte> Metrics(long offset, long receivedUnixMs = 0)
    {
        var body = _frame.Begin(7);
        _frame.Number(1, offset);
        WritePoints(2);
        _frame.Number(3, receivedUnixMs);
        _frame.End(body);
        return _frame.Written;
    }

    /// <summary>The frame as a page of a <c>snapshot</c>.</summary>
    public ReadOnlySpan<byte> Snapshot(string channel, string epoch, long offset, int page, bool last)
    {
        var body = _frame.Begin(6);
        _frame.Text(1, channel);
        _frame.Text(2, epoch);
        _frame.Number(3, offset);
        _frame.Number(4, page);
        _frame.Flag(5, last);
        WritePoints(6);
        _frame.End(body);
        return _frame.Written;
    }

    private void WritePoints(int field)
    {
        if (Count == 0) return;
        var points = _frame.Begin(field);
        _frame.Bytes(1, _series.Written);
        _frame.Number(2, _base);
        _frame.Bytes(3, _timestamps.Written);
        _frame.Bytes(4, _values.Written);
        _frame.End(points);
    }
}
