using System.Text.Encodings.Web;
using System.Text.Json;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Messages;

/// <summary>The messages as JSON objects in text frames.</summary>
internal sealed class JsonMessages : ServerMessages
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Welcome(FrameBuffer buffer, string connection, DateTimeOffset now, int heartbeatMs) => Write(buffer, "welcome"u8, json =>
    {
        json.WriteString("protocol"u8, "cleanlite.v1");
        json.WriteString("connection"u8, connection);
        json.WriteNumber("serverAt"u8, now.ToUnixTimeMilliseconds());
        json.WriteNumber("heartbeatMs"u8, heartbeatMs);
    });

    public override void Subscribed(FrameBuffer buffer, string? id, string channel, string epoch, long offset, bool recovered) =>
        Write(buffer, "subscribed"u8, json =>
        {
            WriteId(json, id);
            json.WriteString("channel"u8, channel);
            json.WriteString("epoch"u8, epoch);
            json.WriteNumber("offset"u8, offset);
            json.WriteBoolean("recovered"u8, recovered);
        });

    public override void Unsubscribed(FrameBuffer buffer, string? id, string channel) => Write(buffer, "unsubscribed"u8, json =>
    {
        WriteId(json, id);
        json.WriteString("channel"u8, channel);
    });

    public override void Merged(FrameBuffer buffer, string channel, long points, long from, long to) => Write(buffer, "merged"u8, json =>
    {
        json.WriteString("channel"u8, channel);
        json.WriteNumber("points"u8, points);
        json.WriteNumber("fromOffset"u8, from);
        json.WriteNumber("toOffset"u8, to);
    });

    public override void Lost(FrameBuffer buffer, string channel, long events, long from, long to) => Write(buffer, "lost"u8, json =>
    {
        json.WriteString("channel"u8, channel);
        json.WriteNumber("events"u8, events);
        json.WriteNumber("fromOffset"u8, from);
        json.WriteNumber("toOffset"u8, to);
    });

    public override void Heartbeat(FrameBuffer buffer, DateTimeOffset now, IEnumerable<KeyValuePair<string, long>> offsets) =>
        Write(buffer, "heartbeat"u8, json =>
        {
            json.WriteNumber("serverAt"u8, now.ToUnixTimeMilliseconds());
            json.WriteStartObject("offsets"u8);
            foreach (var (channel, offset) in offsets) json.WriteNumber(channel, offset);
            json.WriteEndObject();
        });

    public override void Pong(FrameBuffer buffer, string? id, DateTimeOffset now) => Write(buffer, "pong"u8, json =>
    {
        WriteId(json, id);
        json.WriteNumber("serverAt"u8, now.ToUnixTimeMilliseconds());
    });

    public override void Result(FrameBuffer buffer, string? id, string method, ReadOnlyMemory<byte> result) => Write(buffer, "result"u8, json =>
    {
        WriteId(json, id);
        json.WriteString("method"u8, method);
        json.WritePropertyName("result"u8);
        json.WriteRawValue(result.Span);
    });

    public override void Error(FrameBuffer buffer, string? id, LiveFault fault) => Write(buffer, "error"u8, json =>
    {
        WriteId(json, id);
        json.WriteString("code"u8, fault.Code);
        json.WriteString("message"u8, fault.Message);
        json.WriteBoolean("retryable"u8, fault.Retryable);
    });

    public override void Bye(FrameBuffer buffer, LiveEnding ending, int reconnectAfterMs) => Write(buffer, "bye"u8, json =>
    {
        json.WriteNumber("code"u8, ending.Code);
        json.WriteString("reason"u8, ending.Reason);
        if (ending.Advice == ReconnectAdvice.Resume) json.WriteNumber("reconnectAfterMs"u8, reconnectAfterMs);
    });

    public override void Event(FrameBuffer buffer, long offset, ActivityEvent item)
    {
        buffer.Begin();
        EventEncoder.Write(buffer, offset, item);
        buffer.Finish();
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
