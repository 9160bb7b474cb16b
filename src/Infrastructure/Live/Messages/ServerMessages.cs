using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Messages;

/// <summary>The messages of the server but for those with points (live.md, section 5), each as one frame of an encoding.</summary>
internal abstract class ServerMessages
{
    private static readonly JsonMessages Json = new();
    private static readonly CompactMessages Compact = new();

    public static ServerMessages Of(LiveEncoding encoding) => encoding == LiveEncoding.Json ? Json : Compact;

    public abstract void Welcome(FrameBuffer buffer, string connection, DateTimeOffset now, int heartbeatMs);

    public abstract void Subscribed(FrameBuffer buffer, string? id, string channel, string epoch, long offset, bool recovered);

    public abstract void Unsubscribed(FrameBuffer buffer, string? id, string channel);

    public abstract void Event(FrameBuffer buffer, long offset, ActivityEvent item);

    public abstract void Merged(FrameBuffer buffer, string channel, long points, long from, long to);

    public abstract void Lost(FrameBuffer buffer, string channel, long events, long from, long to);

    public abstract void Heartbeat(FrameBuffer buffer, DateTimeOffset now, IEnumerable<KeyValuePair<string, long>> offsets);

    public abstract void Pong(FrameBuffer buffer, string? id, DateTimeOffset now);

    public abstract void Result(FrameBuffer buffer, string? id, string method, ReadOnlyMemory<byte> result);

    public abstract void Error(FrameBuffer buffer, string? id, LiveFault fault);

    public abstract void Bye(FrameBuffer buffer, LiveEnding ending, int reconnectAfterMs);

    /// <summary>The close frame: RFC 6455, section 5.5.1.</summary>
    public static void Close(FrameBuffer buffer, LiveEnding ending)
    {
        buffer.Begin();
        buffer.Write([(byte)(ending.Code >> 8), (byte)ending.Code]);
        var reason = buffer.GetSpan(ending.Reason.Length);
        buffer.Advance(System.Text.Encoding.ASCII.GetBytes(ending.Reason, reason));
        buffer.Finish(Opcode.Close);
    }

    /// <summary>A ping or a pong.</summary>
    public static void Control(FrameBuffer buffer, Opcode opcode, ReadOnlySpan<byte> payload)
    {
        buffer.Begin();
        buffer.Write(payload);
        buffer.Finish(opcode);
    }
}
