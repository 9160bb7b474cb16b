using System.Buffers.Text;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Peers;

/// <summary>Counts a peer's points by their tilde, and takes the delay of the last whole point of each read.</summary>
internal sealed class PeerSink(Rounds? rounds, Histogram? delays) : IMessageSink
{
    private long _roundsDone;

    public long Points { get; private set; }

    public bool TakesPieces => true;

    public void Take(ReadOnlySpan<byte> message, long nowUs)
    {
        var points = message.Count(PeerPoint.Tilde);
        if (points == 0) return;
        Points += points;
        if (rounds is not null) _roundsDone = rounds.Arrive(_roundsDone, Points);
        if (delays is not null) RecordDelays(message, nowUs, delays);
    }

    // A value cut by the end of a frame is left out: what follows it tells that it is whole.
    private static void RecordDelays(ReadOnlySpan<byte> message, long nowUs, Histogram delays)
    {
        for (var at = message.IndexOf("\"value\":"u8); at >= 0; at = message.IndexOf("\"value\":"u8))
        {
            message = message[(at + 8)..];
            if (Utf8Parser.TryParse(message, out long dueUs, out var used) && used < message.Length) delays.Record(nowUs - dueUs);
        }
    }
}
