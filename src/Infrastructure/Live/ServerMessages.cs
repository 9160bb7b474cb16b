using System.Text.Encodings.Web;
using System.Text.Json;
using CleanLite.Application.Live;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live;

/// <summary>The messages of the server that are not hot (live.md, section 5), each as one frame.</summary>
internal static class ServerMessages
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Welcome(FrameBuffer buffer, string connection, DateTimeOffset now, int heartbeatMs) => Write(buffer, "welcome"u8, json =>
    {
        json.WriteString("protocol"u8, "cleanlite.v1");
        json.WriteString("connection"u8, connection);
        json.WriteNumber("serverAt"u8, now.ToUnixTimeMilliseconds());
        json.WriteNumber("heartbeatMs"u8, heartbeatMs);
    });

    public static void Subscribed(FrameBuffer buffer, string? id, string channel, string epoch, long offset, bool recovered) =>
        Write(buffer, "subscribed"u8, json =>
        {
            WriteId(json, id);
            json.WriteString("channel"u8, channel);
            json.WriteString("epoch"u8, epoch);
            json.WriteNumber("offset"u8, offset);
            json.WriteBoolean("recovered"u8, recovered);
        });

    public static void Unsubscribed(FrameBuffer buffer, string? id, string channel) => Write(buffer, "unsubscribed"u8, json =>
    {
        WriteId(json, id);
        json.WriteString("channel"u8, channel);
    });

    public static void Merged(FrameBuffer buffer, string channel, long points, long from, long to) => Write(buffer, "merged"u8, json =>
    {
        json.WriteString("channel"u8, channel);
        json.WriteNumber("points"u8, points);
        json.WriteNumber("fromOffset"u8, from);
        json.WriteNumber("toOffset"u8, to);
    });

    public static void Lost(FrameBuffer buffer, string channel, long events, long from, long to) => Write(buffer, "lost"u8, json =>
    {
        json.WriteString("channel"u8, channel);
        json.WriteNumber("events"u8, events);
        json.WriteNumber("fromOffset"u8, from);
        json.WriteNumber("toOffset"u8, to);
    });

    public static void Heartbeat(FrameBuffer buffer, DateTimeOffset now, IEnumerable<KeyValuePair<string, long>> offsets) =>
        Write(buffer, "heartbeat"u8, json =>
        {
            json.WriteNumber("serverAt"u8, now.ToUnixTimeMilliseconds());
            json.WriteStartObject("offsets"u8);
            foreach (var (channel, offset) in offsets) json.WriteNumber(channel, offset);
            json.WriteEndObject();
        });

    public static void Pong(FrameBuffer buffer, string? id, DateTimeOffset now) => Write(buffer, "pong"u8, json =>
    {
        WriteId(json, id);
        json.WriteNumber("serverAt"u8, now.ToUnixTimeMilliseconds());
    });

    public static void Result(FrameBuffer buffer, string? id, string method, ReadOnlyMemory<byte> result) => Write(buffer, "result"u8, json =>
    {
        WriteId(json, id);
        json.WriteString("method"u8, method);
        json.WritePropertyName("result"u8);
        json.WriteRawValue(result.Span);
    });

    public static void Error(FrameBuffer buffer, string? id, LiveFault fault) => Write(buffer, "error"u8, json =>
    {
        WriteId(json, id);
        json.WriteString("code"u8, fault.Code);
        json.WriteString("message"u8, fault.Message);
        json.WriteBoolean("retryable"u8, fault.Retryable);
    });

    public static void Bye(FrameBuffer buffer, LiveEnding ending, int reconnectAfterMs) => Write(buffer, "bye"u8, json =>
    {
        json.WriteNumber("code"u8, ending.Code);
        json.WriteString("reason"u8, ending.Reason);
        if (ending.Advice == ReconnectAdvice.Resume) json.WriteNumber("reconnectAfterMs"u8, reconnectAfterMs);
    });

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

    private static void Write(FrameBuffer buffer, ReadOnlySpan<byte> type, Action<Utf8JsonWriter> fields)
    {
        buffer.Begin();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            fields(json);
            json.WriteEndObject();
        }

        buffer.Finish();
    }

    /// <summary>The id goes back as it came: it is a JSON number or string already.</summary>
    private static void WriteId(Utf8JsonWriter json, string? id)
    {
        if (id is null) return;
        json.WritePropertyName("id"u8);
        json.WriteRawValue(id);
    }
}
