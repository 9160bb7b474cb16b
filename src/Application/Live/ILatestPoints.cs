using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Live;

/// <summary>The newest point of every series, for those who ask instead of watching.</summary>
public interface ILatestPoints
{
    /// <summary>The epoch and offset up to which every viewer has been shown the points.</summary>
    StreamPosition Position { get; }

    /// <summary>
    /// The newest points of the series that pass <paramref name="filter"/> and whose newest point has an offset after <paramref name="after"/>, from place
    /// <paramref name="start"/> on.
    /// </summary>
    /// <returns>At most <paramref name="limit"/> points, and the place at which to go on; null at the end.</returns>
    (IReadOnlyList<MetricPoint> Points, int? Next) Read(SeriesFilter filter, long after, int start, int limit);
}
