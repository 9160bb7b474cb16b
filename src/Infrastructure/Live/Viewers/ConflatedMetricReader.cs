using CleanLite.Application.Live;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// A viewer that asked for <c>intervalMs</c>: nothing for the length of an interval, then the newest point of each series that changed. It reads
/// the state, not a log, so that it has nothing to fall behind of.
/// </summary>
internal sealed class ConflatedMetricReader : FeedReader
{
    private readonly MetricFeed _feed;
    private readonly SeriesFilter _filter;
    private readonly PointWriter _writer;
    private readonly ITimer _timer;
    private long _offset;
    private long _next;
    private StatePages? _pages;
    private volatile bool _due;
    private bool _stopping;

    private ConflatedMetricReader(
        MetricFeed feed, SeriesFilter filter, PointWriter writer, long offset, TimeSpan interval, AsyncSignal signal, TimeProvider time)
        : base(LiveChannels.Metrics)
    {
        (_feed, _filter, _writer, _offset, _next) = (feed, filter, writer, offset, offset);
        _timer = time.CreateTimer(_ => FallDue(signal), null, interval, interval);
    }

    public override string Counter => LiveChannels.Metrics;

    public override long Offset => _offset;

    public override long Lag => 0;

    public static ConflatedMetricReader Open(
        MetricFeed feed,
        SeriesFilter filter,
        LiveEncoding encoding,
        StreamPosition? from,
        TimeSpan interval,
        AsyncSignal signal,
        TimeProvider time,
        out bool recovered)
    {
        var (end, names) = feed.Published;
        recovered = from is { } position && feed.CanRecover(position, end);
        var writer = PointWriter.Of(encoding, feed, filter);
        writer.MoveTo(names);
        return new ConflatedMetricReader(feed, filter, writer, recovered ? from!.Value.Offset : end, interval, signal, time);
    }

    /// <summary>Sends the latest state first, as it was at <see cref="Offset"/>.</summary>
    public void BeginWithSnapshot() => _pages = new SnapshotPages(_feed, _filter, _writer, _offset);

    public override bool TryNext(FrameBuffer buffer, out ReadOnlyMemory<byte> frames)
    {
        while (_pages is not null || TryBegin())
        {
            if (!_writer.TryAnnounce(buffer) && _pages!.WriteNext(buffer)) (_pages, _offset) = (null, _next);
            frames = buffer.Frames;
            if (!frames.IsEmpty) return true;
        }

        frames = default;
        return false;
    }

    public override void StopAtEnd() => (_stopping, _due) = (true, true);

    public override void Dispose() => _timer.Dispose();

    private void FallDue(AsyncSignal signal)
    {
        _due = true;
        signal.Set();
    }

    private bool TryBegin()
    {
        if (!_due) return false;
        _due = false;
        if (_stopping) _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (_next, var names) = _feed.Published;
        if (_next == _offset) return false;
        _writer.MoveTo(names);
        _pages = new ConflatedPages(_feed, _filter, _writer, _offset, _next);
        return true;
    }
}
