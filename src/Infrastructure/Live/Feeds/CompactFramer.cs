using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// Puts the points that a log's filter wants into compact frames at the end of the log. Series that got their name in this very turn are announced
/// ahead of the points; all others are known to a viewer that knows the names of the mark before. Used by the broadcaster's loop alone.
/// </summary>
internal sealed class CompactFramer
{
    private readonly CompactFrame _frame = new();

    /// <summary>Appends <paramref name="points"/>, the first of which has the offset <paramref name="firstOffset"/>.</summary>
    /// <param name="log">The log.</param>
    /// <param name="points">Points of one turn.</param>
    /// <param name="names">The names of all their series.</param>
    /// <param name="named">Those that are new among them.</param>
    /// <param name="firstOffset">The offset of the first point.</param>
    /// <param name="receivedUnixMs">When the oldest of the points came in.</param>
    public void Append(
        MetricLog log, ReadOnlySpan<MetricPoint> points, SeriesNames names, List<SeriesName> named, long firstOffset, long receivedUnixMs)
    {
        _frame.Clear();
        foreach (var name in named)
        {
            if (!log.Answers.Wants(name.Series)) continue;
            if (_frame.Size > MetricFrame.MaxPointBytes) AppendFrame(log, _frame.Announcements(), firstOffset - 1);
            _frame.Announce(name);
        }

        var last = firstOffset - 1;
        for (var i = 0; i < points.Length; i++)
        {
            if (!log.Answers.Wants(points[i].Series)) continue;
            if (_frame.Count == MetricFrame.MaxPoints) AppendFrame(log, _frame.Metrics(last, receivedUnixMs), last);
            _frame.Add(names.NumberOf(points[i].Series), points[i].Timestamp, points[i].Value);
            last = firstOffset + i;
        }

        if (_frame.Count > 0) AppendFrame(log, _frame.Metrics(last, receivedUnixMs), last);
    }

    private void AppendFrame(MetricLog log, ReadOnlySpan<byte> payload, long lastOffset)
    {
        var target = log.Frames.Reserve(payload.Length + FrameHeader.MaxUnmaskedSize);
        var head = FrameHeader.Write(target, Opcode.Binary, payload.Length);
        payload.CopyTo(target[head..]);
        log.Frames.Commit(head + payload.Length, _frame.Count, lastOffset);
        _frame.Clear();
    }
}
