using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// Walks the newest points of all series whose newest point came after one offset and up to another, a page at a time. A series that moves on
/// past the end while the walk goes on is left out: its newer points follow on their own.
/// </summary>
internal sealed class StateScan(MetricFeed feed, SeriesFilter filter, long after, long upTo)
{
    private int _number;

    public bool IsDone => feed.IsPastState(_number);

    /// <summary>Fills <paramref name="page"/>, unless the end comes first, and returns how many points are in it.</summary>
    public int Next(Span<MetricPoint> page)
    {
        var filled = 0;
        while (filled < page.Length && !IsDone)
        {
            var free = page[filled..];
            filled += KeepWanted(free[..feed.CopyState(ref _number, after, upTo, free)]);
        }

        return filled;
    }

    /// <summary>Goes back to <paramref name="series"/>, which did not fit the page after all.</summary>
    public void ReturnTo(Series series) => _number = series.Number;

    private int KeepWanted(Span<MetricPoint> points)
    {
        if (filter.IsAll) return points.Length;
        var kept = 0;
        foreach (ref readonly var point in points)
        {
            if (filter.Passes(point.Series)) points[kept++] = point;
        }

        return kept;
    }
}
