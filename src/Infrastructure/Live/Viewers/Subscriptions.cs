using CleanLite.Application.Live;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Messages;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// A viewer's subscriptions, one for each channel. Subscribing again lets the old one send what its log holds, then puts the new one where the old
/// one ended. Used by the viewer's writer alone, but for <see cref="Lag"/>.
/// </summary>
internal sealed class Subscriptions(FeedReaders feeds, LiveEncoding encoding, AsyncSignal signal) : IDisposable
{
    private readonly ServerMessages _messages = ServerMessages.Of(encoding);
    private volatile FeedReader[] _readers = [];
    private SubscribeCommand? _waiting;

    /// <summary>Bytes that wait in all logs. Any thread.</summary>
    public long Lag => _readers.Sum(r => r.Lag);

    public IReadOnlyList<FeedReader> Readers => _readers;

    /// <summary>True while a subscription waits for its predecessor; commands that came after it wait too.</summary>
    public bool IsChanging => _waiting is not null;

    /// <summary>The position for a heartbeat, by counter: what every subscription of that counter has reached.</summary>
    public IEnumerable<KeyValuePair<string, long>> Offsets =>
        _readers.GroupBy(r => r.Counter).Select(g => KeyValuePair.Create(g.Key, g.Min(r => r.Offset)));

    public void Subscribe(FrameBuffer buffer, SubscribeCommand command)
    {
        var predecessor = Find(command.Subscription.Channel);
        if (predecessor is null)
        {
            Open(buffer, command, null);
            return;
        }

        predecessor.StopAtEnd();
        _waiting = command;
    }

    /// <summary>False if there was no subscription on the channel.</summary>
    public bool Unsubscribe(string channel)
    {
        if (Find(channel) is not { } reader) return false;
        _readers = [.. _readers.Where(r => r != reader)];
        feeds.Close(reader);
        return true;
    }

    /// <summary>To be called when <paramref name="reader"/> has nothing to send: puts the waiting subscription in its place, if it is the predecessor.</summary>
    public bool TrySucceed(FrameBuffer buffer, FeedReader reader)
    {
        if (_waiting is null || _waiting.Subscription.Channel != reader.Channel) return false;
        Open(buffer, _waiting, reader);
        _waiting = null;
        return true;
    }

    public void Dispose()
    {
        foreach (var reader in _readers) feeds.Close(reader);
        _readers = [];
    }

    private FeedReader? Find(string channel) => Array.Find(_readers, r => r.Channel == channel);

    private void Open(FrameBuffer buffer, SubscribeCommand command, FeedReader? predecessor)
    {
        StreamPosition? takeover = predecessor is null ? null : new StreamPosition(feeds.Epoch, predecessor.Offset);
        var opened = feeds.Open(command.Subscription, takeover, encoding, signal);
        if (predecessor is not null) Unsubscribe(predecessor.Channel);
        if (opened.Reader is null)
        {
            _messages.Error(buffer, command.Id, TooManyFilters);
            return;
        }

        _readers = [.. _readers, opened.Reader];
        _messages.Subscribed(buffer, command.Id, opened.Reader.Channel, opened.Epoch, opened.Reader.Offset, opened.Recovered);
    }

    private static LiveFault TooManyFilters =>
        new(LiveFault.TooManyFilters, "Too many distinct filters are in use on this server; try later or use a filter that others use.", true);
}
