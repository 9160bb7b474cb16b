using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// What a slow viewer gets in place of <paramref name="matched"/> points: the newest of each series, and the number of those left out, told
/// together with the last page, when it is known.
/// </summary>
internal sealed class MergedPages(
    MetricFeed feed, SeriesFilter filter, PointWriter writer, LiveMetrics metrics, long after, long upTo, long matched)
    : StatePages(feed, filter, writer, after, upTo)
{
    private long _leftOut = matched;

    protected override void Write(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, bool last)
    {
        _leftOut -= points.Length;
        if (last && _leftOut > 0)
        {
            metrics.Merged(_leftOut);
            Writer.Messages.Merged(buffer, LiveChannels.Metrics, _leftOut, After, UpTo);
        }

        if (last || points.Length > 0) Writer.WriteMetrics(buffer, points, last ? UpTo : After);
    }
}
