namespace CleanLite.Load.Viewers;

/// <summary>Finds in a compact frame (live.proto) what the tool counts, without taking the rest apart.</summary>
internal static class CompactMessage
{
    /// <summary>Points of a <c>metrics</c> body: what its column of doubles holds.</summary>
    public static int PointsOf(ReadOnlySpan<byte> frame) => PartOf(PartOf(PartOf(frame, 7), 2), 4).Length / sizeof(double);

    /// <summary>Points told by a <c>merged</c> body.</summary>
    public static long MergedOf(ReadOnlySpan<byte> frame)
    {
        Find(PartOf(frame, 9), 2, out _, out var points);
        return (long)points;
    }

    private static ReadOnlySpan<byte> PartOf(ReadOnlySpan<byte> message, int field)
    {
        Find(message, field, out var part, out _);
        return part;
    }

    private static void Find(ReadOnlySpan<byte> message, int field, out ReadOnlySpan<byte> part, out ulong number)
    {
        part = default;
        while (!message.IsEmpty)
        {
            var tag = TakeVarint(ref message);
            number = TakeVarint(ref message);
            var length = (tag & 7) == 2 ? (int)number : 0;
            part = message[..length];
            message = message[length..];
            if (tag >> 3 == (ulong)field) return;
        }

        part = default;
        number = 0;
    }

    private static ulong TakeVarint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var (i, shift) = (0, 0); ; i++, shift += 7)
        {
            value |= (ulong)(bytes[i] & 0x7F) << shift;
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return value;
        }
    }
}
