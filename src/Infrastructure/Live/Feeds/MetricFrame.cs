using System.Buffers.Text;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>The text around the points of a message: <code>{"type":"metrics","offset":124,"points":[ … ]}</code></summary>
internal static class MetricFrame
{
    /// <summary>Most points in one frame.</summary>
    public const int MaxPoints = 512;

    /// <summary>Bytes of points after which a frame ends. A single larger point still gets one.</summary>
    public const int MaxPointBytes = 48 * 1024;

    /// <summary>Most bytes that the text around the points takes.</summary>
    public const int MaxTextBytes = 64;

    public static ReadOnlySpan<byte> End => "]}"u8;

    public static int WriteStart(Span<byte> target, long offset)
    {
        var start = "{\"type\":\"metrics\",\"offset\":"u8;
        start.CopyTo(target);
        Utf8Formatter.TryFormat(offset, target[start.Length..], out var digits);
        var points = ",\"points\":["u8;
        points.CopyTo(target[(start.Length + digits)..]);
        return start.Length + digits + points.Length;
    }
}
