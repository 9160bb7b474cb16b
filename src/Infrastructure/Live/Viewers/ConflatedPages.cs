using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>The newest point of each series that changed within an interval, for a viewer that asked for no more than that.</summary>
internal sealed class ConflatedPages(MetricFeed feed, SeriesFilter filter, PointWriter writer, long after, long upTo)
    : StatePages(feed, filter, writer, after, upTo)
{
    protected override void Write(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, bool last)
    {
        if (points.Length > 0) Writer.WriteMetrics(buffer, points, last ? UpTo : After);
    }
}
