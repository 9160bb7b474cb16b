using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>Reads the metrics feed's state for those who poll.</summary>
internal sealed class LatestPoints(MetricFeed feed) : ILatestPoints
{
    private const int Chunk = 1_024;

    public StreamPosition Position => new(feed.Epoch, feed.PublishedOffset);

    public (IReadOnlyList<MetricPoint> Points, int? Next) Read(SeriesFilter filter, long after, int start, int limit)
    {
        var (found, chunk, number) = (new List<MetricPoint>(), new MetricPoint[Chunk], start);
        while (!feed.IsPastState(number))
        {
            // No more than still fit, so that the place at which the feed stopped is the place at which the next page starts.
            var copied = feed.CopyState(ref number, after, long.MaxValue, chunk.AsSpan(0, Math.Min(Chunk, limit - found.Count)));
            foreach (ref readonly var point in chunk.AsSpan(0, copied))
            {
                if (filter.Passes(point.Series)) found.Add(point);
            }

            if (found.Count >= limit) return (found, feed.IsPastState(number) ? null : number);
        }

        return (found, null);
    }
}
