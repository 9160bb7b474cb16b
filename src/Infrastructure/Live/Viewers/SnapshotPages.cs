using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>The latest state, frozen at an offset (live.md, section 6).</summary>
internal sealed class SnapshotPages(MetricFeed feed, SeriesFilter filter, PointWriter writer, long upTo)
    : StatePages(feed, filter, writer, 0, upTo)
{
    private int _page;

    protected override void Write(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, bool last) =>
        Writer.WriteSnapshot(buffer, points, UpTo, ++_page, last);
}
