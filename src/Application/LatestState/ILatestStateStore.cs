using CleanLite.Domain.Ingest;

namespace CleanLite.Application.LatestState;

/// <summary>The newest accepted point of every series. Written within the turn of the series' agent only.</summary>
public interface ILatestStateStore
{
    /// <summary>How many series there are in all.</summary>
    int SeriesCount { get; }

    /// <summary>How a point stands to the newest of its series.</summary>
    PointVerdict Judge(Series series, long timestamp, double value);

    /// <summary>Makes <paramref name="point"/> the newest of its series.</summary>
    void Keep(in MetricPoint point);
}
