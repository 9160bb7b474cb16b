using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Messages;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>The events of one channel that pass a filter, in one encoding.</summary>
internal sealed class EventSelection(string channel, EventFilter filter, LiveEncoding encoding = LiveEncoding.Json)
{
    public string Channel => channel;

    /// <summary>The same for all that say the same.</summary>
    public string Key { get; } = $"{encoding}\u0001{channel}\u0001{filter.Key}";

    public LiveEncoding Encoding => encoding;

    public ServerMessages Messages { get; } = ServerMessages.Of(encoding);

    public bool Wants(ActivityEvent item) =>
        (channel == LiveChannels.Events || channel == LiveChannels.OfType(item.Type)) && filter.Passes(item);
}
