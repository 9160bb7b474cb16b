using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.Messages;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>Writes what one subscription to metrics is sent apart from the shared log, and sees to it that its viewer knows the series of all it is sent.</summary>
internal abstract class PointWriter(LiveEncoding encoding)
{
    public LiveEncoding Encoding => encoding;

    public ServerMessages Messages { get; } = ServerMessages.Of(encoding);

    public static PointWriter Of(LiveEncoding encoding, MetricFeed feed, SeriesFilter filter) =>
        encoding == LiveEncoding.Json ? new JsonPointWriter(feed) : new CompactPointWriter(feed, filter);

    /// <summary>Most bytes that a point of that series takes.</summary>
    public abstract int MaxSize(Series series);

    /// <summary>Writes a <c>metrics</c> message.</summary>
    public abstract void WriteMetrics(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, long offset);

    /// <summary>Writes a <c>snapshot</c> message.</summary>
    public abstract void WriteSnapshot(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, long offset, int page, bool last);

    /// <summary>What is sent from now on may bear <paramref name="names"/>.</summary>
    public virtual void MoveTo(SeriesNames names)
    {
    }

    /// <summary>The log was read up to a mark with those names, at the end of a turn, and has announced what was new among them.</summary>
    public virtual void ReadTo(SeriesNames names)
    {
    }

    /// <summary>Writes a piece of what the viewer must know before anything else is sent. False if it knows all.</summary>
    public virtual bool TryAnnounce(FrameBuffer buffer) => false;

    /// <summary>How many of <paramref name="points"/> fit a page.</summary>
    public int CountFitting(ReadOnlySpan<MetricPoint> points)
    {
        var bytes = 0;
        for (var i = 0; i < points.Length; i++)
        {
            bytes += MaxSize(points[i].Series);
            if (bytes > PointPage.MaxBytes) return Math.Max(1, i);
        }

        return points.Length;
    }
}
