using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>The newest point of each series that changed within an interval, for a viewer that asked for no more than that.</summary>
internal sealed class ConflatedPages(MetricFeed feed, SeriesFilter filter, long after, long upTo) : StatePages(feed, filter, after, upTo)
{
    protected override void Write(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, bool last)
    {
        if (points.Length > 0) PointPage.WriteMetrics(buffer, Feed.Texts, points, last ? UpTo : After);
    }
}
