using CleanLite.Application.Operations;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Infrastructure.Live;

/// <summary>Events on their way to the viewers' logs.</summary>
internal sealed class EventQueue(EventFeed feed) : IQueueProbe
{
    public string Name => "events";

    public long Depth => feed.Waiting;
}
