using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>The events of one channel that pass a filter.</summary>
internal sealed class EventSelection(string channel, EventFilter filter)
{
    public string Channel => channel;

    /// <summary>The same for all that say the same.</summary>
    public string Key { get; } = $"{channel}\u0001{filter.Key}";

    public bool Wants(ActivityEvent item) =>
        (channel == LiveChannels.Events || channel == LiveChannels.OfType(item.Type)) && filter.Passes(item);
}
