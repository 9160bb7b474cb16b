using System.Buffers.Text;
using CleanLite.Load.Agents;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Viewers;

/// <summary>
/// Understands what <c>/live</c> sends (docs/live.md, section 5). Counting and looking for marks search the bytes without parsing them;
/// <see cref="SeriesVerifier"/> parses every one.
/// </summary>
internal sealed class LiveSink(LiveSinkPlan plan) : IMessageSink
{
    private static readonly byte[] Mark = System.Text.Encoding.ASCII.GetBytes($"\"metric\":\"{SeriesName.Mark}\"");

    private long _roundsDone;

    /// <summary>Points of live frames; those of snapshots are not among them.</summary>
    public long Points { get; private set; }

    /// <summary>Points that the server told it had left out because this viewer was slow.</summary>
    public long Merged { get; private set; }

    /// <summary>Points of snapshot pages.</summary>
    public long SnapshotPoints { get; private set; }

    /// <summary>Frames that carried live points.</summary>
    public long Frames { get; private set; }

    /// <summary>The offset of the newest frame.</summary>
    public long Offset { get; private set; }

    /// <summary>Frames whose offset was not beyond the one before.</summary>
    public long OffsetFaults { get; private set; }

    /// <summary>The epoch last told.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>What the answer to a subscription with <c>since</c> said; null before it came.</summary>
    public bool? Recovered { get; private set; }

    /// <summary>True once the last page of a snapshot came.</summary>
    public bool HasSnapshot { get; private set; }

    /// <summary>Error messages, by their text.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Null if the plan did not ask for it.</summary>
    public SeriesVerifier? Verifier => plan.Verifier;

    public void Take(ReadOnlySpan<byte> message, long nowUs)
    {
        if (message.StartsWith("{\"type\":\"metrics\""u8)) TakePoints(message, nowUs);
        else if (message.StartsWith("{\"type\":\"merged\""u8)) TakeMerged(message);
        else if (message.StartsWith("{\"type\":\"snapshot\""u8)) TakeSnapshot(message);
        else if (message.StartsWith("{\"type\":\"subscribed\""u8)) TakeSubscribed(message);
        else if (message is not [(byte)'{', ..]) TakeCompact(message);
        else if (message.StartsWith("{\"type\":\"error\""u8)) Errors.Add(System.Text.Encoding.UTF8.GetString(message));
    }

    // Every point holds "timestamp": once and no text of the tool does.
    private static int CountPoints(ReadOnlySpan<byte> message) => message.Count("\"timestamp\":"u8);

    private static long NumberAfter(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name)
    {
        var at = message.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(message[(at + name.Length)..], out long number, out _) ? number : 0;
    }

    private void TakePoints(ReadOnlySpan<byte> message, long nowUs)
    {
        Points += CountPoints(message);
        Frames++;
        var offset = NumberAfter(message[..Math.Min(message.Length, 96)], "\"offset\":"u8);
        if (offset <= Offset) OffsetFaults++;
        Offset = offset;
        if (plan.Delays is not null) RecordDelays(message, nowUs, plan.Delays);
        plan.Verifier?.TakePoints(message, isSnapshot: false);
        Arrive();
    }

    private void TakeCompact(ReadOnlySpan<byte> message)
    {
        var (points, merged) = (CompactMessage.PointsOf(message), CompactMessage.MergedOf(message));
        Points += points;
        Merged += merged;
        if (points > 0) Frames++;
        if (points + merged > 0) Arrive();
    }

    private void TakeMerged(ReadOnlySpan<byte> message)
    {
        var points = NumberAfter(message, "\"points\":"u8);
        Merged += points;
        plan.Verifier?.TakeMerged(points);
        Arrive();
    }

    private void TakeSnapshot(ReadOnlySpan<byte> message)
    {
        SnapshotPoints += CountPoints(message);
        Offset = Math.Max(Offset, NumberAfter(message[..Math.Min(message.Length, 128)], "\"offset\":"u8));
        HasSnapshot |= message[..Math.Min(message.Length, 160)].IndexOf("\"last\":true"u8) >= 0;
        plan.Verifier?.TakePoints(message, isSnapshot: true);
    }

    private void TakeSubscribed(ReadOnlySpan<byte> message)
    {
        var answer = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(message);
        if (answer.GetProperty("channel").GetString() != "metrics") return;
        Epoch = answer.GetProperty("epoch").GetString() ?? "";
        Offset = answer.GetProperty("offset").GetInt64();
        Recovered = answer.TryGetProperty("recovered", out var recovered) && recovered.GetBoolean();
    }

    private void Arrive()
    {
        if (plan.Rounds is not null) _roundsDone = plan.Rounds.Arrive(_roundsDone, Points + Merged);
    }

    private static void RecordDelays(ReadOnlySpan<byte> message, long nowUs, Histogram delays)
    {
        for (var at = message.IndexOf(Mark); at >= 0; at = message.IndexOf(Mark))
        {
            message = message[(at + Mark.Length)..];
            var value = message.IndexOf("\"value\":"u8);
            if (value < 0 || !Utf8Parser.TryParse(message[(value + 8)..], out double markUs, out _)) return;
            delays.Record(nowUs - (long)markUs);
        }
    }
}
