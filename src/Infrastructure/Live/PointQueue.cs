using CleanLite.Application.Operations;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Infrastructure.Live;

/// <summary>Points on their way to the viewers' logs.</summary>
internal sealed class PointQueue(MetricFeed feed) : IQueueProbe
{
    public string Name => "points";

    public long Depth => feed.Waiting;
}
