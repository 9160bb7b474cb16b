using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>Points as JSON, each of which names its series in full.</summary>
internal sealed class JsonPointWriter(MetricFeed feed) : PointWriter(LiveEncoding.Json)
{
    public override int MaxSize(Series series) => PointEncoder.MaxSize(feed.Texts.Of(series)) + 1;

    public override void WriteMetrics(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, long offset)
    {
        buffer.Begin();
        buffer.Advance(MetricFrame.WriteStart(buffer.GetSpan(MetricFrame.MaxTextBytes), offset));
        WritePoints(buffer, points);
        buffer.Write(MetricFrame.End);
        buffer.Finish();
    }

    public override void WriteSnapshot(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points, long offset, int page, bool last)
    {
        buffer.Begin();
        var start = $"{{\"type\":\"snapshot\",\"channel\":\"metrics\",\"epoch\":\"{feed.Epoch}\",\"offset\":{offset},\"page\":{page},\"last\":{(last ? "true" : "false")},\"points\":[";
        buffer.Advance(System.Text.Encoding.ASCII.GetBytes(start, buffer.GetSpan(start.Length)));
        WritePoints(buffer, points);
        buffer.Write(MetricFrame.End);
        buffer.Finish();
    }

    private void WritePoints(FrameBuffer buffer, ReadOnlySpan<MetricPoint> points)
    {
        for (var i = 0; i < points.Length; i++)
        {
            var text = feed.Texts.Of(points[i].Series);
            var target = buffer.GetSpan(PointEncoder.MaxSize(text) + 1);
            if (i > 0) target[0] = (byte)',';
            var comma = i > 0 ? 1 : 0;
            buffer.Advance(comma + PointEncoder.Write(target[comma..], text, points[i].Timestamp, points[i].Value));
        }
    }
}
