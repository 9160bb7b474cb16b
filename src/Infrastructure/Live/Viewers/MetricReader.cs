using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// A viewer's cursor on a metrics log. It begins with a snapshot, or with the points since an offset, goes on with the log, and is moved to the
/// log's end with the newest point of each series when it has fallen behind. Points sent and points told as merged add up to the points that the
/// filter wants.
/// </summary>
internal sealed class MetricReader : LogReader<MetricLog>
{
    private readonly MetricFeed _feed;
    private readonly LogMark _attached;
    private readonly LiveMetrics _metrics;
    private readonly int _mergeBytes;
    private readonly PointWriter _writer;
    private StatePages? _pages;
    private LogMark? _afterPages;
    private long _stamp;

    private MetricReader(
        MetricFeed feed, in LogHold<MetricLog> hold, LogMark? start, LiveMetrics metrics, int mergeBytes)
        : base(LiveChannels.Metrics, hold)
    {
        (_feed, _attached, _metrics, _mergeBytes) = (feed, hold.Cursor.Mark, metrics, mergeBytes);
        if (start is not null) Cursor = start;
        _writer = PointWriter.Of(Log.Encoding, feed, Log.Filter);
        _writer.MoveTo(_attached.Names);
    }

    public override string Counter => LiveChannels.Metrics;

    public override long Offset => Cursor.Offset;

    /// <summary>
    /// Opens a cursor at <paramref name="from"/> if every point after it is still held, else at the end of the log. Null if there are too many filters.
    /// </summary>
    public static MetricReader? Open(
        MetricFeed feed,
        SeriesFilter filter,
        LiveEncoding encoding,
        StreamPosition? from,
        AsyncSignal signal,
        LiveMetrics metrics,
        int mergeBytes,
        out bool recovered)
    {
        recovered = false;
        if (feed.Attach(filter, signal, encoding) is not { } hold) return null;
        var start = from is { } position ? MarkAt(feed, filter, position, hold.Cursor.Mark) : null;
        recovered = start is not null;
        return new MetricReader(feed, hold, start, metrics, mergeBytes);
    }

    /// <summary>Sends the latest state first, as it was at <see cref="Offset"/>.</summary>
    public void BeginWithSnapshot() => _pages = new SnapshotPages(_feed, Log.Filter, _writer, Cursor.Offset);

    public override bool TryNext(FrameBuffer buffer, out ReadOnlyMemory<byte> frames)
    {
        _stamp = 0;
        while (true)
        {
            if (_writer.TryAnnounce(buffer))
            {
                frames = buffer.Frames;
                return true;
            }

            if (_pages is not null)
            {
                WritePage(buffer);
                frames = buffer.Frames;
                return true;
            }

            if (Cursor.Offset < _attached.Offset)
            {
                if (!TryReplay(buffer)) continue;
                frames = buffer.Frames;
                return true;
            }

            var target = Target;
            if (Cursor.Position == target.Position)
            {
                Cursor = target;
                _writer.ReadTo(target.Names);
                frames = default;
                return false;
            }

            if (target.Position - Cursor.Position <= _mergeBytes && Log.Frames.TryRead(Cursor, target, out frames, out var reached))
            {
                // At the end of a chunk, amid a turn, not all that the turn announces has been read.
                if (ReferenceEquals(reached, target)) _writer.ReadTo(reached.Names);
                Cursor = reached;
                _stamp = reached.Stamp;
                return true;
            }

            BeginMerge(target);
        }
    }

    public override void Sent() => _metrics.Delay(_stamp);

    public override void Dispose() => _feed.Detach(Hold);

    /// <summary>A mark at <paramref name="position"/>: how many points the filter wants since then is counted, so that merging later can account for them.</summary>
    private static LogMark? MarkAt(MetricFeed feed, SeriesFilter filter, StreamPosition position, LogMark start)
    {
        if (!feed.CanRecover(position, start.Offset)) return null;
        var missing = CountWanted(feed, filter, position.Offset, start.Offset);
        return missing < 0 ? null : start with { Offset = position.Offset, Matched = start.Matched - missing };
    }

    private static long CountWanted(MetricFeed feed, SeriesFilter filter, long after, long last)
    {
        if (filter.IsAll) return last - after;
        var page = PointPage.Rent();
        try
        {
            var wanted = 0L;
            while (after < last)
            {
                var copied = feed.CopyRing(after, last, page);
                if (copied < 0) return -1;
                foreach (ref readonly var point in page.AsSpan(0, copied)) wanted += filter.Passes(point.Series) ? 1 : 0;
                after += copied;
            }

            return wanted;
        }
        finally
        {
            PointPage.Return(page);
        }
    }

    private void WritePage(FrameBuffer buffer)
    {
        if (!_pages!.WriteNext(buffer)) return;
        _pages = null;
        if (_afterPages is not null) Cursor = _afterPages;
        _afterPages = null;
    }

    private void BeginMerge(LogMark target)
    {
        _writer.MoveTo(target.Names);
        _pages = new MergedPages(_feed, Log.Filter, _writer, _metrics, Cursor.Offset, target.Offset, target.Matched - Cursor.Matched);
        _afterPages = target;
    }

    /// <summary>Sends points from the ring. False if the stretch looked at held none that is wanted, or if the ring has been overrun.</summary>
    private bool TryReplay(FrameBuffer buffer)
    {
        var page = PointPage.Rent();
        try
        {
            var copied = _feed.CopyRing(Cursor.Offset, _attached.Offset, page.AsSpan(0, MetricFrame.MaxPoints));
            if (copied < 0)
            {
                BeginMerge(Target);
                return false;
            }

            var wanted = KeepWanted(page.AsSpan(0, copied), out var seen);
            var offset = Cursor.Offset + seen;
            Cursor = offset == _attached.Offset ? _attached : _attached with { Offset = offset, Matched = Cursor.Matched + wanted };
            if (wanted == 0) return false;
            _writer.WriteMetrics(buffer, page.AsSpan(0, wanted), offset);
            return true;
        }
        finally
        {
            PointPage.Return(page);
        }
    }

    /// <summary>Moves the points that are wanted to the front, as many as make a page, and tells how many were looked at for it.</summary>
    private int KeepWanted(Span<MetricPoint> points, out int seen)
    {
        int kept = 0, bytes = 0;
        for (seen = 0; seen < points.Length; seen++)
        {
            if (!Log.Filter.Passes(points[seen].Series)) continue;
            bytes += _writer.MaxSize(points[seen].Series);
            if (kept > 0 && bytes > PointPage.MaxBytes) break;
            points[kept++] = points[seen];
        }

        return kept;
    }
}
