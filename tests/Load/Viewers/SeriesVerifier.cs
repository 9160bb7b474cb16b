using System.Text.Json;
using CleanLite.Load.Agents;

namespace CleanLite.Load.Viewers;

/// <summary>
/// Parses every message one viewer is sent and checks it: a point has exactly the members of the contract; per series, timestamps never go back
/// and values, which count up, leave nothing out, repeat nothing and stay in order. What the server told it had merged may be missing. A value that begins
/// again is that of an agent that was restarted, and counts from 1.
/// </summary>
internal sealed class SeriesVerifier
{
    private readonly Dictionary<(int Agent, int Series), (long Timestamp, double Value)> _newest = [];
    private long _merged;
    private long _missing;

    /// <summary>Points that came twice or too late.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Points that are missing and that no <c>merged</c> accounts for; the marked series, whose values do not count, is left out.</summary>
    public long Missing => Math.Max(0, _missing - _merged);

    /// <summary>Messages that are not what the contract says.</summary>
    public long Malformed { get; private set; }

    /// <summary>The first malformed message, as far as it helps.</summary>
    public string? FirstMalformed { get; private set; }

    /// <summary>Distinct series seen.</summary>
    public int Series => _newest.Count;

    /// <summary>The newest value of a series; 0 if none was seen.</summary>
    public double NewestOf(int agent, int series) => _newest.TryGetValue((agent, series), out var newest) ? newest.Value : 0;

    public void TakeMerged(long points) => _merged += points;

    public void TakePoints(ReadOnlySpan<byte> message, bool isSnapshot)
    {
        try
        {
            var json = new Utf8JsonReader(message);
            while (json.Read())
            {
                if (json.CurrentDepth == 2 && json.TokenType == JsonTokenType.StartObject) TakePoint(ref json, isSnapshot);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            Malformed++;
            FirstMalformed ??= $"{e.Message} {System.Text.Encoding.UTF8.GetString(message[..Math.Min(400, message.Length)])}";
        }
    }

    private static (int Agent, int Series, bool IsMark, long Timestamp, double Value) ReadPoint(ref Utf8JsonReader json)
    {
        var (agent, series, isMark, timestamp, value, members) = (-1, -1, false, 0L, 0.0, 0);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var name = json.ValueSpan;
            var member = name.SequenceEqual("agent"u8) ? 0 : name.SequenceEqual("metric"u8) ? 1 : name.SequenceEqual("labels"u8) ? 2
                : name.SequenceEqual("timestamp"u8) ? 3 : name.SequenceEqual("value"u8) ? 4 : name.SequenceEqual("unit"u8) ? 5
                : throw new FormatException("A member that the contract does not name.");
            members |= 1 << member;
            json.Read();
            switch (member)
            {
                case 0: agent = NumberOf(json.ValueSpan["load-".Length..]); break;
                case 1: isMark = json.ValueTextEquals(SeriesName.Mark); break;
                case 2: series = ReadLabels(ref json); break;
                case 3: timestamp = json.GetInt64(); break;
                case 4: value = json.GetDouble(); break;
            }
        }

        return members == 0b111111 && series >= 0
            ? (agent, series, isMark, timestamp, value)
            : throw new FormatException("A member or label is missing.");
    }

    private static int ReadLabels(ref Utf8JsonReader json)
    {
        var series = -1;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var isSeries = json.ValueTextEquals("series");
            json.Read();
            if (isSeries) series = NumberOf(json.ValueSpan);
        }

        return series;
    }

    private static int NumberOf(ReadOnlySpan<byte> text) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out int number, out var used) && used == text.Length
            ? number
            : throw new FormatException("A name that the tool did not give.");

    private void TakePoint(ref Utf8JsonReader json, bool isSnapshot)
    {
        var point = ReadPoint(ref json);
        var key = (point.Agent, point.Series);
        var isKnown = _newest.TryGetValue(key, out var newest);
        if (isKnown && point.Timestamp <= newest.Timestamp)
        {
            OutOfOrder++;
            return;
        }

        if (isKnown && !isSnapshot && !point.IsMark) _missing += (long)(point.Value > newest.Value ? point.Value - newest.Value : point.Value) - 1;
        _newest[key] = (point.Timestamp, point.Value);
    }
}
