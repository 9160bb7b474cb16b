using System.Buffers;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>Points of one message for one viewer, within the limits of a page.</summary>
internal static class PointPage
{
    /// <summary>Most points of a page (live.md, section 6).</summary>
    public const int MaxPoints = 1_000;

    /// <summary>Bytes after which a page ends: it counts against the viewer's allowance. A single larger point still gets a page.</summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>How many of <paramref name="points"/> fit.</summary>
    public static int CountFitting(SeriesTexts texts, ReadOnlySpan<MetricPoint> points)
    {
        var bytes = 0;
        for (var i = 0; i < points.Length; i++)
        {
            bytes += PointEncoder.MaxSize(texts.Of(points[i].Series)) + 1;
            if (bytes > MaxBytes) return Math.Max(1, i);
        }

        return points.Length;
    }

    /// <summary>Writes the points, separated by commas.</summary>
    public static void WritePoints(FrameBuffer buffer, SeriesTexts texts, ReadOnlySpan<MetricPoint> points)
    {
        for (var i = 0; i < points.Length; i++)
        {
            var text = texts.Of(points[i].Series);
            var target = buffer.GetSpan(PointEncoder.MaxSize(text) + 1);
            if (i > 0) target[0] = (byte)',';
            var comma = i > 0 ? 1 : 0;
            buffer.Advance(comma + PointEncoder.Write(target[comma..], text, points[i].Timestamp, points[i].Value));
        }
    }

    /// <summary>Writes a <c>metrics</c> message.</summary>
    public static void WriteMetrics(FrameBuffer buffer, SeriesTexts texts, ReadOnlySpan<MetricPoint> points, long offset)
    {
        buffer.Begin();
        buffer.Advance(MetricFrame.WriteStart(buffer.GetSpan(MetricFrame.MaxTextBytes), offset));
        WritePoints(buffer, texts, points);
        buffer.Write(MetricFrame.End);
        buffer.Finish();
    }

    /// <summary>Writes a <c>snapshot</c> message.</summary>
    public static void WriteSnapshot(
        FrameBuffer buffer, MetricFeed feed, ReadOnlySpan<MetricPoint> points, long offset, int page, bool last)
    {
        buffer.Begin();
        var start = $"{{\"type\":\"snapshot\",\"channel\":\"metrics\",\"epoch\":\"{feed.Epoch}\",\"offset\":{offset},\"page\":{page},\"last\":{(last ? "true" : "false")},\"points\":[";
        buffer.Advance(System.Text.Encoding.ASCII.GetBytes(start, buffer.GetSpan(start.Length)));
        WritePoints(buffer, feed.Texts, points);
        buffer.Write(MetricFrame.End);
        buffer.Finish();
    }

    /// <summary>A pooled array for the points of one page: 24 KB that no viewer holds while it waits.</summary>
    public static MetricPoint[] Rent() => ArrayPool<MetricPoint>.Shared.Rent(MaxPoints);

    public static void Return(MetricPoint[] points) => ArrayPool<MetricPoint>.Shared.Return(points);
}
