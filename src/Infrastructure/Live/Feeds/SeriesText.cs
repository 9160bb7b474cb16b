using System.Text.Encodings.Web;
using System.Text.Json;
using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The part of a point's JSON that is the same for all points of a series. Immutable, so any thread may use it.
/// <code>{"agent":"web-1","metric":"m","labels":{"a":"b"},"timestamp": 1 ,"value": 2 ,"unit":"1"}</code>
/// </summary>
internal sealed class SeriesText
{
    // Labels are any text. Only what JSON itself demands is escaped: the text goes to programs, never into HTML by itself.
    private static readonly JavaScriptEncoder Escaping = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public SeriesText(Series series)
    {
        Series = series;
        Prefix = PrefixOf(series);
        Suffix = series.Unit.Length == 0 ? "}"u8.ToArray() : SuffixOf(series.Unit);
    }

    public Series Series { get; }

    /// <summary>Everything up to the timestamp.</summary>
    public byte[] Prefix { get; }

    /// <summary>Everything after the value.</summary>
    public byte[] Suffix { get; }

    private static byte[] PrefixOf(Series series)
    {
        using var stream = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Escaping }))
        {
            json.WriteStartObject();
            json.WriteString("agent"u8, series.Agent.Value);
            json.WriteString("metric"u8, series.Metric.Value);
            json.WriteStartObject("labels"u8);
            foreach (var label in series.Labels.Items) json.WriteString(label.Name, label.Value);
            json.WriteEndObject();
            json.WritePropertyName("timestamp"u8);
            json.WriteNumberValue(0);
            json.WriteEndObject();
        }

        // The writer ends the object as JSON must; the "0}" goes, for the digits of each point.
        return stream.GetBuffer().AsSpan(0, (int)stream.Length - 2).ToArray();
    }

    private static byte[] SuffixOf(string unit) => [.. ",\"unit\":\""u8, .. JsonEncodedText.Encode(unit, Escaping).EncodedUtf8Bytes, .. "\"}"u8];
}
