using System.Buffers.Text;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Peers;

/// <summary>
/// A point as CleanLite would show it, byte for byte the same members; its series label starts with a tilde, which stands nowhere else, so that
/// points can be counted in any cut of the stream.
/// </summary>
internal static class PeerPoint
{
    public const byte Tilde = (byte)'~';

    /// <summary>Writes one; the value is the time at which it was due.</summary>
    public static void Write(List<byte> to, int series, long dueUs)
    {
        Add(to, "{\"agent\":\"load-00000\",\"metric\":\"load.metric.1\",\"labels\":{\"group\":\"g0\",\"series\":\"~"u8);
        Add(to, series, 'D', 4);
        Add(to, "\"},\"timestamp\":"u8);
        Add(to, LoadClock.UnixMsAt(dueUs), 'D', 0);
        Add(to, ",\"value\":"u8);
        Add(to, dueUs, 'D', 0);
        Add(to, ",\"unit\":\"1\"}"u8);
    }

    private static void Add(List<byte> to, ReadOnlySpan<byte> text) => to.AddRange(text);

    private static void Add(List<byte> to, long number, char format, byte digits)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, text, out var length, new System.Buffers.StandardFormat(format, digits));
        to.AddRange(text[..length]);
    }
}
