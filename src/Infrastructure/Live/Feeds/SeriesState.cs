using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>The newest point of a series as the feed saw it. Valid for a series only while it holds that very instance.</summary>
internal struct SeriesState
{
    public Series? Series;
    public long Offset;
    public long Timestamp;
    public double Value;
}
