using System.Buffers.Text;
using System.Globalization;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// A point as JSON. Hot: every point passes here once per drain while anyone watches, so the constant part comes ready-made and numbers are
/// written straight into the target; <c>Utf8JsonWriter</c> takes twice as long (tests/Benchmarks).
/// </summary>
internal static class PointEncoder
{
    /// <summary>Most bytes that timestamp, value and what stands between them take: 20 + 9 + 24, rounded up.</summary>
    private const int MaxNumbers = 64;

    // Beyond 2^53 not every integer is a double, and the shortest form may be the one with an exponent.
    private const double MaxExactInteger = 9_007_199_254_740_992;

    public static int MaxSize(SeriesText text) => text.Prefix.Length + MaxNumbers + text.Suffix.Length;

    /// <summary>Writes the point and returns how many bytes it took; <paramref name="target"/> has room for <see cref="MaxSize"/>.</summary>
    public static int Write(Span<byte> target, SeriesText text, long timestamp, double value)
    {
        text.Prefix.CopyTo(target);
        var at = text.Prefix.Length;
        Utf8Formatter.TryFormat(timestamp, target[at..], out var written);
        at += written;
        ",\"value\":"u8.CopyTo(target[at..]);
        at += 9;
        at += WriteNumber(target[at..], value);
        text.Suffix.CopyTo(target[at..]);
        return at + text.Suffix.Length;
    }

    /// <summary>The shortest text that reads back as the same double. Integers are written without a fraction; -0 keeps its sign.</summary>
    internal static int WriteNumber(Span<byte> target, double value)
    {
        int written;
        var integer = (long)value;
        if (integer == value && Math.Abs(value) < MaxExactInteger && (integer != 0 || !double.IsNegative(value)))
            Utf8Formatter.TryFormat(integer, target, out written);
        else
            value.TryFormat(target, out written, default, CultureInfo.InvariantCulture);
        return written;
    }
}
