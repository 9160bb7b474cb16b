using System.Buffers.Binary;
using System.Text;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Writes protobuf fields one by one, also such as no encoder writes.</summary>
internal sealed class WireWriter
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public WireWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A varint, with <paramref name="extra"/> bytes more than it needs.</summary>
    public WireWriter Varint(ulong value, int extra = 0)
    {
        while (value >= 0x80 || extra > 0)
        {
            if (value < 0x80) extra--;
            _bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        _bytes.Add((byte)value);
        return this;
    }

    public WireWriter Tag(int number, int wireType) => Varint((ulong)number << 3 | (uint)wireType);

    public WireWriter Number(int number, ulong value) => Tag(number, 0).Varint(value);

    public WireWriter Double(int number, double value) => Tag(number, 1).Raw(BytesOf(value));

    public WireWriter Bytes(int number, ReadOnlySpan<byte> bytes) => Tag(number, 2).Varint((ulong)bytes.Length).Raw(bytes);

    public WireWriter Text(int number, string text) => Bytes(number, Encoding.UTF8.GetBytes(text));

    public WireWriter Message(int number, Action<WireWriter> write)
    {
        var inner = new WireWriter();
        write(inner);
        return Bytes(number, inner.ToArray());
    }

    public WireWriter Group(int number, Action<WireWriter> write)
    {
        Tag(number, 3);
        write(this);
        return Tag(number, 4);
    }

    public static byte[] BytesOf(double value)
    {
        var bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }
}
