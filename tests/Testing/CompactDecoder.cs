using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CleanLite.Live.V1;

namespace CleanLite.Testing;

/// <summary>
/// A foreign reading of compact frames: Google.Protobuf's code for live.proto, and the table of series that the contract asks of a client. Gives each
/// message as the JSON that means the same. Throws for a point whose series was not announced, or a number that changes its meaning.
/// </summary>
public sealed class CompactDecoder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<ulong, Series> _series = [];
    private readonly Dictionary<ulong, Series> _ever = [];

    /// <summary>Series known at the moment.</summary>
    public int Known => _series.Count;

    /// <summary>The message as JSON; null for a frame that only announces.</summary>
    public string? Decode(ReadOnlySpan<byte> message)
    {
        var frame = ServerFrame.Parser.ParseFrom(message);
        if (frame.Forget) _series.Clear();
        foreach (var series in frame.Series) Announce(series);
        return frame.BodyCase == ServerFrame.BodyOneofCase.None ? null : JsonOf(frame);
    }

    private void Announce(Series series)
    {
        if (_ever.TryGetValue(series.Number, out var before) && !before.Equals(series))
            throw new InvalidDataException($"The number {series.Number} stood for {before} and is announced as {series}.");
        _ever[series.Number] = _series[series.Number] = series;
    }

    private string JsonOf(ServerFrame frame)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", frame.BodyCase.ToString().ToLowerInvariant());
            WriteBody(json, frame);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteBody(Utf8JsonWriter json, ServerFrame frame)
    {
        switch (frame.BodyCase)
        {
            case ServerFrame.BodyOneofCase.Welcome:
                json.WriteString("protocol", frame.Welcome.Protocol);
                json.WriteString("connection", frame.Welcome.Connection);
                json.WriteNumber("serverAt", frame.Welcome.ServerAt);
                json.WriteNumber("heartbeatMs", frame.Welcome.HeartbeatMs);
                break;
            case ServerFrame.BodyOneofCase.Subscribed:
                WriteId(json, frame.Subscribed.Id);
                json.WriteString("channel", frame.Subscribed.Channel);
                json.WriteString("epoch", frame.Subscribed.Epoch);
                json.WriteNumber("offset", frame.Subscribed.Offset);
                json.WriteBoolean("recovered", frame.Subscribed.Recovered);
                break;
            case ServerFrame.BodyOneofCase.Unsubscribed:
                WriteId(json, frame.Unsubscribed.Id);
                json.WriteString("channel", frame.Unsubscribed.Channel);
                break;
            case ServerFrame.BodyOneofCase.Snapshot:
                json.WriteString("channel", frame.Snapshot.Channel);
                json.WriteString("epoch", frame.Snapshot.Epoch);
                json.WriteNumber("offset", frame.Snapshot.Offset);
                json.WriteNumber("page", frame.Snapshot.Page);
                json.WriteBoolean("last", frame.Snapshot.Last);
                WritePoints(json, frame.Snapshot.Points);
                break;
            case ServerFrame.BodyOneofCase.Metrics:
                json.WriteNumber("offset", frame.Metrics.Offset);
                if (frame.Metrics.ReceivedAt != 0) json.WriteNumber("receivedAt", frame.Metrics.ReceivedAt);
                WritePoints(json, frame.Metrics.Points);
                break;
            case ServerFrame.BodyOneofCase.Event:
                WriteEvent(json, frame.Event);
                break;
            case ServerFrame.BodyOneofCase.Merged:
                WriteGap(json, frame.Merged.Channel, "points", frame.Merged.Points, frame.Merged.FromOffset, frame.Merged.ToOffset);
                break;
            case ServerFrame.BodyOneofCase.Lost:
                WriteGap(json, frame.Lost.Channel, "events", frame.Lost.Events, frame.Lost.FromOffset, frame.Lost.ToOffset);
                break;
            case ServerFrame.BodyOneofCase.Heartbeat:
                json.WriteNumber("serverAt", frame.Heartbeat.ServerAt);
                json.WriteStartObject("offsets");
                foreach (var (counter, offset) in frame.Heartbeat.Offsets) json.WriteNumber(counter, offset);
                json.WriteEndObject();
                break;
            case ServerFrame.BodyOneofCase.Pong:
                WriteId(json, frame.Pong.Id);
                json.WriteNumber("serverAt", frame.Pong.ServerAt);
                break;
            case ServerFrame.BodyOneofCase.Result:
                WriteId(json, frame.Result.Id);
                json.WriteString("method", frame.Result.Method);
                json.WritePropertyName("result");
                json.WriteRawValue(frame.Result.Result_.Span);
                break;
            case ServerFrame.BodyOneofCase.Error:
                WriteId(json, frame.Error.Id);
                json.WriteString("code", frame.Error.Code);
                json.WriteString("message", frame.Error.Message);
                json.WriteBoolean("retryable", frame.Error.Retryable);
                break;
            case ServerFrame.BodyOneofCase.Bye:
                json.WriteNumber("code", frame.Bye.Code);
                json.WriteString("reason", frame.Bye.Reason);
                if (frame.Bye.HasReconnectAfterMs) json.WriteNumber("reconnectAfterMs", frame.Bye.ReconnectAfterMs);
                break;
        }
    }

    private void WritePoints(Utf8JsonWriter json, Points? points)
    {
        json.WriteStartArray("points");
        points ??= new Points();
        if (points.Timestamp.Count != points.Series.Count || points.Value.Count != points.Series.Count)
            throw new InvalidDataException("The columns differ in length.");
        for (var i = 0; i < points.Series.Count; i++)
        {
            if (!_series.TryGetValue(points.Series[i], out var series)) throw new InvalidDataException($"Series {points.Series[i]} was not announced.");
            json.WriteStartObject();
            json.WriteString("agent", series.Agent);
            json.WriteString("metric", series.Metric);
            json.WriteStartObject("labels");
            foreach (var (name, value) in series.Labels) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteNumber("timestamp", points.BaseTimestamp + points.Timestamp[i]);
            json.WriteNumber("value", points.Value[i]);
            if (series.Unit.Length > 0) json.WriteString("unit", series.Unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEvent(Utf8JsonWriter json, Event item)
    {
        json.WriteString("channel", item.Channel);
        json.WriteNumber("offset", item.Offset);
        json.WriteStartObject("event");
        json.WriteString("specversion", "1.0");
        json.WriteString("id", item.Id);
        json.WriteString("source", item.Source);
        json.WriteString("type", item.Type);
        json.WriteString("time", DateTimeOffset.FromUnixTimeMilliseconds(item.Time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        if (item.Subject.Length > 0) json.WriteString("subject", item.Subject);
        json.WriteString("severity", item.Severity);
        if (item.Message.Length > 0) json.WriteString("message", item.Message);
        if (item.Data.Count > 0)
        {
            json.WriteStartObject("data");
            foreach (var (name, value) in item.Data) json.WriteString(name, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteGap(Utf8JsonWriter json, string channel, string items, ulong count, ulong from, ulong to)
    {
        json.WriteString("channel", channel);
        json.WriteNumber(items, count);
        json.WriteNumber("fromOffset", from);
        json.WriteNumber("toOffset", to);
    }

    private static void WriteId(Utf8JsonWriter json, string id)
    {
        if (id.Length == 0) return;
        json.WritePropertyName("id");
        json.WriteRawValue(id);
    }
}
