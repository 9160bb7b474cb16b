using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>An event as a message, in the shape of CloudEvents 1.0 in JSON (live.md, section 5).</summary>
internal static class EventEncoder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly long EarliestMs = DateTimeOffset.UnixEpoch.ToUnixTimeMilliseconds();
    private static readonly long LatestMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Writes <c>{"type":"event","channel":…,"offset":…,"event":{…}}</c>.</summary>
    public static void Write(IBufferWriter<byte> target, long offset, ActivityEvent item)
    {
        using var json = new Utf8JsonWriter(target, Options);
        json.WriteStartObject();
        json.WriteString("type"u8, "event"u8);
        json.WriteString("channel"u8, LiveChannels.OfType(item.Type));
        json.WriteNumber("offset"u8, offset);
        json.WriteStartObject("event"u8);
        WriteEvent(json, item);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The fields of the event itself.</summary>
    public static void WriteEvent(Utf8JsonWriter json, ActivityEvent item)
    {
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("id"u8, item.Id);
        json.WriteString("source"u8, item.Source);
        json.WriteString("type"u8, item.Type);
        json.WriteString("time"u8, TimeOf(item).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        if (item.Subject.Length > 0) json.WriteString("subject"u8, item.Subject);
        json.WriteString("severity"u8, EventFilter.NameOf(item.Severity));
        if (item.Message.Length > 0) json.WriteString("message"u8, item.Message);
        if (item.Attributes.Count == 0) return;
        json.WriteStartObject("data"u8);
        foreach (var (name, value) in item.Attributes) json.WriteString(name, value);
        json.WriteEndObject();
    }

    /// <summary>When it happened; what lies outside the years of RFC 3339 is drawn to the edge.</summary>
    public static DateTimeOffset TimeOf(ActivityEvent item) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(item.TimeUnixMs, EarliestMs, LatestMs));
}
