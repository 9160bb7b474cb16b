using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Live;

/// <summary>The newest point of every series at an offset of the metrics channel, for those who ask instead of watching.</summary>
public interface ILatestPoints
{
    /// <summary>The epoch and offset up to which every viewer has been shown the points.</summary>
    StreamPosition Position { get; }

    /// <summary>
    /// The newest points of the series that pass <paramref name="filter"/> and whose newest point has an offset after <paramref name="after"/> and up to
    /// <paramref name="upTo"/>, from place <paramref name="start"/> on. Series that moved on past <paramref name="upTo"/> meanwhile are left out: whoever
    /// asks for what came after it gets them.
    /// </summary>
    /// <returns>At most <paramref name="limit"/> points, and the place at which to go on; null at the end.</returns>
    (IReadOnlyList<MetricPoint> Points, int? Next) Read(SeriesFilter filter, long after, long upTo, int start, int limit);
}
