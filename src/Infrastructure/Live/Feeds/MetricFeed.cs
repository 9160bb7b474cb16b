using System.Runtime.CompilerServices;
using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The metrics channel: the broadcaster of the walk of one point, step 6. One loop takes what ingest appended, gives it offsets, keeps it for
/// recovery and merging, and puts it into the logs of the filters in use. Viewers read beside it and never hold it up.
/// </summary>
/// <remarks>
/// One lock guards offset, ring, state and the set of logs. The loop holds it for some thousand assignments at a time, readers while they copy
/// out a page; encoding is done outside. The ends of all logs are published under it too, so that any two logs stand at the same offset
/// whenever a viewer moves from one to the other.
/// </remarks>
internal sealed class MetricFeed : IMetricBroadcaster
{
    private const int PointsPerTurn = 4_096;
    private const int SlotsPerTurn = 4_096;

    private readonly LiveOptions _options;
    private readonly LiveMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly AsyncSignal _wake = new();
    private readonly PointInput _input;
    private readonly GatherPace _pace;

    private readonly Lock _sync = new();
    private readonly SegmentedTable<SeriesState> _state = new();
    private readonly ItemRing<MetricPoint> _ring;
    private readonly LogSet<MetricLog> _logs;
    private long _published;

    private readonly EncodedPoints _encoded;
    private readonly bool[] _wanted = new bool[PointsPerTurn];
    private readonly CompactFramer _compact = new();
    private readonly List<SeriesName> _named = [];
    private volatile SeriesNames _names = SeriesNames.Empty;
    private long _lastName;

    public MetricFeed(LiveOptions options, Epoch epoch, LiveMetrics metrics, TimeProvider time)
    {
        (_options, _metrics, _time, Epoch) = (options, metrics, time, epoch.Value);
        _input = new PointInput(options.InputPoints, time, _wake);
        _pace = new GatherPace(TimeSpan.FromMilliseconds(options.GatherMs), time);
        _ring = new ItemRing<MetricPoint>(options.RingPoints, TimeSpan.FromSeconds(options.RingSeconds), time);
        _logs = new LogSet<MetricLog>(options.MaxFilters);
        _encoded = new EncodedPoints(Texts);
        metrics.Observe(this);
    }

    public string Epoch { get; }

    public SeriesTexts Texts { get; } = new();

    /// <summary>Points that have an offset.</summary>
    public long Offset
    {
        get
        {
            lock (_sync) return _ring.Newest;
        }
    }

    /// <summary>The offset up to which every log stands; a log that is entered later stands there or further on.</summary>
    public long PublishedOffset => Published.Offset;

    /// <summary>That offset, and the names of all series that have a newest point up to there.</summary>
    public (long Offset, SeriesNames Names) Published
    {
        get
        {
            lock (_sync) return (_published, _names);
        }
    }

    /// <summary>A number for a name, never given before.</summary>
    public long NextName() => Interlocked.Increment(ref _lastName);

    /// <summary>Points held for recovery.</summary>
    public int RingCount
    {
        get
        {
            lock (_sync) return _ring.Count;
        }
    }

    /// <summary>Memory of the ring and of all logs.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_sync) return ((long)_ring.Capacity * Unsafe.SizeOf<MetricPoint>()) + _logs.All.Sum(l => l.Frames.HeldBytes);
        }
    }

    /// <summary>Distinct filters in use, each encoding by itself.</summary>
    public int FilterCount => _logs.All.Length;

    /// <summary>Points that ingest has handed over and the loop has not yet taken.</summary>
    public int Waiting => _input.Waiting;

    public bool TryReserve(int points)
    {
        if (_input.TryReserve(points)) return true;
        _metrics.InputRefused(points);
        return false;
    }

    public void Append(in MetricPoint point) => _input.Append(point);

    public void Release(int points) => _input.Release(points);

    public void Forget(Series series) => _input.Forget(series);

    /// <summary>The loop. Ends when <paramref name="cancellation"/> says so.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = cancellation.Register(_wake.Set);
        while (!cancellation.IsCancellationRequested)
        {
            await _wake.WaitAsync().ConfigureAwait(false);
            await _pace.WaitAsync(cancellation).ConfigureAwait(false);
            if (Drain() is { } viewers) _pace.Flushed(viewers);
        }
    }

    /// <summary>Takes all that waits, and tells how many viewers there was something for; null if nothing waited. Called by the loop alone.</summary>
    internal int? Drain()
    {
        var viewers = 0;
        var items = _input.Take(out var since);
        if (items.IsEmpty) return null;
        while (!items.IsEmpty)
        {
            if (PointInput.IsLeaving(items[0]))
            {
                DropState(items[0].Series);
                items = items[1..];
                continue;
            }

            var run = items[..LengthOfRun(items)];
            viewers += Take(run, since);
            items = items[run.Length..];
        }

        return viewers;
    }

    /// <summary>Enters the log of <paramref name="filter"/> in that encoding; null if there are too many.</summary>
    public LogHold<MetricLog>? Attach(SeriesFilter filter, AsyncSignal signal, LiveEncoding encoding = LiveEncoding.Json)
    {
        lock (_sync)
        {
            var log = _logs.Enter(MetricLog.KeyOf(filter, encoding), () => new MetricLog(filter, encoding, _ring.Newest, RetainBytes, _names));
            return log is null ? null : new LogHold<MetricLog>(log, log.Frames.Join(signal));
        }
    }

    public void Detach(in LogHold<MetricLog> hold)
    {
        hold.Log.Frames.Leave(hold.Cursor);
        lock (_sync) _logs.Exit(hold.Log.Key);
    }

    /// <summary>True if <paramref name="position"/> is of this run, not past <paramref name="last"/>, and every point after it is still held.</summary>
    public bool CanRecover(StreamPosition position, long last)
    {
        if (position.Epoch != Epoch || position.Offset > last) return false;
        lock (_sync) return _ring.Reaches(position.Offset);
    }

    /// <summary>Copies points after <paramref name="offset"/>, up to <paramref name="last"/>, as many as fit; -1 if they are no longer held.</summary>
    public int CopyRing(long offset, long last, Span<MetricPoint> target)
    {
        lock (_sync) return _ring.Reaches(offset) ? _ring.CopyAfter(offset, last, target) : -1;
    }

    /// <summary>
    /// Copies the newest points of the series from <paramref name="number"/> on whose newest point has an offset after
    /// <paramref name="after"/> and up to <paramref name="upTo"/>, and moves the number on. Returns how many; 0 does not mean the end.
    /// </summary>
    public int CopyState(ref int number, long after, long upTo, Span<MetricPoint> target)
    {
        lock (_sync)
        {
            var end = Math.Min(_state.Count, number + SlotsPerTurn);
            var copied = 0;
            for (; number < end && copied < target.Length; number++)
            {
                ref var state = ref _state.At(number);
                if (state.Series is null || state.Offset <= after || state.Offset > upTo) continue;
                target[copied++] = new MetricPoint(state.Series, state.Timestamp, state.Value);
            }

            return copied;
        }
    }

    /// <summary>True if there is no series from <paramref name="number"/> on.</summary>
    public bool IsPastState(int number) => number >= _state.Count;

    // Past a quarter of its allowance a viewer is merged and no longer reads its log, so more than that need not be kept.
    private int RetainBytes => (_options.QueueBytes / 4) + FrameLog.ChunkBytes;

    // No more at a time than the ring holds: a viewer that moves between two logs finds what lies between them there.
    private int LengthOfRun(ReadOnlySpan<MetricPoint> items)
    {
        var limit = Math.Min(items.Length, Math.Min(PointsPerTurn, _options.RingPoints));
        var length = 1;
        while (length < limit && !PointInput.IsLeaving(items[length])) length++;
        return length;
    }

    private int Take(ReadOnlySpan<MetricPoint> points, long since)
    {
        MetricLog[] logs;
        long first;
        lock (_sync)
        {
            first = _ring.Newest + 1;
            KeepLocked(points);
            logs = _logs.All;
            if (logs.Length == 0) _published = _ring.Newest;
        }

        foreach (var log in logs)
        {
            foreach (var name in _named) log.Answers.Reset(name.Series.Number);
        }

        return logs.Length > 0 ? Broadcast(logs, points, first, since) : 0;
    }

    private void KeepLocked(ReadOnlySpan<MetricPoint> points)
    {
        _named.Clear();
        _ring.Mark();
        foreach (ref readonly var point in points)
        {
            _ring.Append(point);
            ref var state = ref _state.At(point.Series.Number);
            if (!ReferenceEquals(state.Series, point.Series)) _named.Add(new SeriesName(NextName(), state.Series = point.Series));
            state.Offset = _ring.Newest;
            state.Timestamp = point.Timestamp;
            state.Value = point.Value;
        }

        if (_named.Count > 0) _names = _names.With(_named);
    }

    private int Broadcast(MetricLog[] logs, ReadOnlySpan<MetricPoint> points, long first, long since)
    {
        var wanted = _wanted.AsSpan(0, points.Length);
        FindWanted(logs, points, wanted);
        _encoded.Encode(points, wanted);
        var received = (_time.GetUtcNow() - _time.GetElapsedTime(since)).ToUnixTimeMilliseconds();
        foreach (var log in logs)
        {
            if (log.Encoding == LiveEncoding.Json) MetricFramer.Append(log, points, _encoded, first, received);
            else _compact.Append(log, points, _names, _named, first, received);
        }

        lock (_sync)
        {
            _published = first + points.Length - 1;
            foreach (var log in logs) log.Frames.Publish(_published, since, _names);
        }

        var viewers = 0;
        foreach (var log in logs) viewers += log.Frames.Wake();
        return viewers;
    }

    /// <summary>Which points are to be encoded as JSON.</summary>
    private static void FindWanted(MetricLog[] logs, ReadOnlySpan<MetricPoint> points, Span<bool> wanted)
    {
        if (Array.Exists(logs, l => l.Answers.IsAll && l.Encoding == LiveEncoding.Json))
        {
            wanted.Fill(true);
            return;
        }

        wanted.Clear();
        foreach (var log in logs)
        {
            if (log.Encoding != LiveEncoding.Json) continue;
            for (var i = 0; i < points.Length; i++) wanted[i] |= log.Answers.Wants(points[i].Series);
        }
    }

    // By its place: the last point taken may be of an instance before it was redeclared, and none of a successor's was taken before this.
    private void DropState(Series series)
    {
        lock (_sync)
        {
            _state.At(series.Number) = default;
            _names = _names.Without(series);
        }

        Texts.Forget(series);
    }
}
