using System.Buffers.Text;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>The text around the points of a message: <code>{"type":"metrics","offset":124,"receivedAt":1763622000000,"points":[ … ]}</code></summary>
internal static class MetricFrame
{
    /// <summary>Most points in one frame.</summary>
    public const int MaxPoints = 512;

    /// <summary>Bytes of points after which a frame ends. A single larger point still gets one.</summary>
    public const int MaxPointBytes = 48 * 1024;

    /// <summary>Most bytes that the text around the points takes.</summary>
    public const int MaxTextBytes = 112;

    public static ReadOnlySpan<byte> End => "]}"u8;

    /// <summary>Writes what stands before the points, and returns how many bytes it took.</summary>
    /// <param name="target">Has room for <see cref="MaxTextBytes"/>.</param>
    /// <param name="offset">The offset of the last point.</param>
    /// <param name="receivedUnixMs">When the oldest of the points came in; null for points of the past.</param>
    public static int WriteStart(Span<byte> target, long offset, long? receivedUnixMs = null)
    {
        var at = Write(target, 0, "{\"type\":\"metrics\",\"offset\":"u8, offset);
        if (receivedUnixMs is { } received) at = Write(target, at, ",\"receivedAt\":"u8, received);
        var points = ",\"points\":["u8;
        points.CopyTo(target[at..]);
        return at + points.Length;
    }

    private static int Write(Span<byte> target, int at, ReadOnlySpan<byte> name, long value)
    {
        name.CopyTo(target[at..]);
        Utf8Formatter.TryFormat(value, target[(at + name.Length)..], out var digits);
        return at + name.Length + digits;
    }
}
