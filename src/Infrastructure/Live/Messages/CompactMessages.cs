using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Messages;

/// <summary>The messages as <c>ServerFrame</c> in binary frames; the numbers are those of live.proto.</summary>
internal sealed class CompactMessages : ServerMessages
{
    public override void Welcome(FrameBuffer buffer, string connection, DateTimeOffset now, int heartbeatMs) => Write(buffer, 3, wire =>
    {
        wire.Text(1, "cleanlite.v1");
        wire.Text(2, connection);
        wire.Number(3, now.ToUnixTimeMilliseconds());
        wire.Number(4, heartbeatMs);
    });

    public override void Subscribed(FrameBuffer buffer, string? id, string channel, string epoch, long offset, bool recovered) =>
        Write(buffer, 4, wire =>
        {
            wire.Text(1, id ?? "");
            wire.Text(2, channel);
            wire.Text(3, epoch);
            wire.Number(4, offset);
            wire.Flag(5, recovered);
        });

    public override void Unsubscribed(FrameBuffer buffer, string? id, string channel) => Write(buffer, 5, wire =>
    {
        wire.Text(1, id ?? "");
        wire.Text(2, channel);
    });

    public override void Event(FrameBuffer buffer, long offset, ActivityEvent item) => Write(buffer, 8, wire =>
    {
        wire.Text(1, LiveChannels.OfType(item.Type));
        wire.Number(2, offset);
        wire.Text(3, item.Id);
        wire.Text(4, item.Source);
        wire.Text(5, item.Type);
        wire.Number(6, EventEncoder.TimeOf(item).ToUnixTimeMilliseconds());
        wire.Text(7, item.Subject);
        wire.Text(8, EventFilter.NameOf(item.Severity));
        wire.Text(9, item.Message);
        foreach (var (name, value) in item.Attributes) wire.Entry(10, name, value);
    });

    public override void Merged(FrameBuffer buffer, string channel, long points, long from, long to) => WriteGap(buffer, 9, channel, points, from, to);

    public override void Lost(FrameBuffer buffer, string channel, long events, long from, long to) => WriteGap(buffer, 10, channel, events, from, to);

    public override void Heartbeat(FrameBuffer buffer, DateTimeOffset now, IEnumerable<KeyValuePair<string, long>> offsets) =>
        Write(buffer, 11, wire =>
        {
            wire.Number(1, now.ToUnixTimeMilliseconds());
            foreach (var (channel, offset) in offsets)
            {
                var entry = wire.Begin(2);
                wire.Text(1, channel);
                wire.Number(2, offset);
                wire.End(entry);
            }
        });

    public override void Pong(FrameBuffer buffer, string? id, DateTimeOffset now) => Write(buffer, 12, wire =>
    {
        wire.Text(1, id ?? "");
        wire.Number(2, now.ToUnixTimeMilliseconds());
    });

    public override void Result(FrameBuffer buffer, string? id, string method, ReadOnlyMemory<byte> result) => Write(buffer, 13, wire =>
    {
        wire.Text(1, id ?? "");
        wire.Text(2, method);
        wire.Bytes(3, result.Span);
    });

    public override void Error(FrameBuffer buffer, string? id, LiveFault fault) => Write(buffer, 14, wire =>
    {
        wire.Text(1, id ?? "");
        wire.Text(2, fault.Code);
        wire.Text(3, fault.Message);
        wire.Flag(4, fault.Retryable);
    });

    public override void Bye(FrameBuffer buffer, LiveEnding ending, int reconnectAfterMs) => Write(buffer, 15, wire =>
    {
        wire.Number(1, ending.Code);
        wire.Text(2, ending.Reason);
        if (ending.Advice == ReconnectAdvice.Resume) wire.Presence(3, reconnectAfterMs);
    });

    private static void WriteGap(FrameBuffer buffer, int body, string channel, long items, long from, long to) => Write(buffer, body, wire =>
    {
        wire.Text(1, channel);
        wire.Number(2, items);
        wire.Number(3, from);
        wire.Number(4, to);
    });

    private static void Write(FrameBuffer buffer, int body, Action<WireBuffer> fields)
    {
        var wire = new WireBuffer();
        var start = wire.Begin(body);
        fields(wire);
        wire.End(start);
        buffer.Begin();
        buffer.Write(wire.Written);
        buffer.Finish(Opcode.Binary);
    }
}
