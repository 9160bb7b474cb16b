using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>Puts the encoded points that a log's filter wants into frames at the end of the log: a copy of bytes, nothing else.</summary>
internal static class MetricFramer
{
    // Less than this is not worth a frame of its own at the end of a chunk.
    private const int LeastRoom = 8 * 1024;
    private const int Overhead = FrameHeader.MaxUnmaskedSize + MetricFrame.MaxTextBytes;

    /// <summary>Appends <paramref name="points"/>, the first of which has the offset <paramref name="firstOffset"/> and which came in from <paramref name="receivedUnixMs"/> on.</summary>
    public static void Append(MetricLog log, ReadOnlySpan<MetricPoint> points, EncodedPoints encoded, long firstOffset, long receivedUnixMs)
    {
        var next = 0;
        while (TryPlan(log, points, encoded, next, out var plan))
        {
            AppendFrame(log, points, encoded, plan, firstOffset + plan.Last, receivedUnixMs);
            next = plan.Last + 1;
        }
    }

    /// <summary>Finds the points of the next frame: up to the limits of a frame, and to the end of the chunk if much of it is left.</summary>
    private static bool TryPlan(MetricLog log, ReadOnlySpan<MetricPoint> points, EncodedPoints encoded, int next, out Plan plan)
    {
        plan = new Plan { First = -1 };
        var room = log.Frames.Room - Overhead;
        var limit = room is >= LeastRoom and < MetricFrame.MaxPointBytes ? room : MetricFrame.MaxPointBytes;
        for (var i = next; i < points.Length; i++)
        {
            if (!log.Answers.Wants(points[i].Series)) continue;
            var size = encoded.SizeOf(i);
            if (plan.Count > 0 && (plan.Bytes + size > limit || plan.Count == MetricFrame.MaxPoints)) break;
            if (plan.Count == 0) plan.First = i;
            plan.Last = i;
            plan.Count++;
            plan.Bytes += size;
        }

        return plan.Count > 0;
    }

    private static void AppendFrame(
        MetricLog log, ReadOnlySpan<MetricPoint> points, EncodedPoints encoded, in Plan plan, long offset, long receivedUnixMs)
    {
        Span<byte> start = stackalloc byte[MetricFrame.MaxTextBytes];
        start = start[..MetricFrame.WriteStart(start, offset, receivedUnixMs)];

        // The comma after the last point makes room for half of the end.
        var payload = start.Length + plan.Bytes - 1 + MetricFrame.End.Length;
        var target = log.Frames.Reserve(payload + FrameHeader.MaxUnmaskedSize);
        var at = FrameHeader.Write(target, Opcode.Text, payload);
        start.CopyTo(target[at..]);
        at += start.Length;
        at += CopyPoints(log, points, encoded, plan, target[at..]) - 1;
        MetricFrame.End.CopyTo(target[at..]);
        log.Frames.Commit(at + MetricFrame.End.Length, plan.Count, offset);
    }

    private static int CopyPoints(MetricLog log, ReadOnlySpan<MetricPoint> points, EncodedPoints encoded, in Plan plan, Span<byte> target)
    {
        var at = 0;
        for (var i = plan.First; i <= plan.Last; i++)
        {
            // Neighbours that are wanted too are copied in one go; without a filter that is all of them.
            var run = i;
            while (run <= plan.Last && log.Answers.Wants(points[run].Series)) run++;
            var bytes = encoded.Between(i, run);
            bytes.CopyTo(target[at..]);
            at += bytes.Length;
            i = run;
        }

        return at;
    }

    private struct Plan
    {
        public int First;
        public int Last;
        public int Count;
        public int Bytes;
    }
}
