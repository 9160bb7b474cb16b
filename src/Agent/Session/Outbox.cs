using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using CleanLite.V1;

namespace CleanLite.Agent.Session;

/// <summary>
/// Messages that are sent once and not sent again: events, model calls, answers to pushes. Bounded: when full the oldest is
/// dropped, and every message that did not leave is counted.
/// </summary>
internal sealed class Outbox
{
    private readonly Channel<AgentMessage> _messages;
    private long _dropped;

    public Outbox(int capacity) => _messages = Channel.CreateBounded<AgentMessage>(
        new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest }, _ => CountDropped());

    public long Dropped => Interlocked.Read(ref _dropped);

    public bool IsEmpty => _messages.Reader.Count == 0;

    public void Add(AgentMessage message) => _messages.Writer.TryWrite(message);

    public bool TryTake([NotNullWhen(true)] out AgentMessage? message) => _messages.Reader.TryRead(out message);

    public void CountDropped() => Interlocked.Increment(ref _dropped);
}
