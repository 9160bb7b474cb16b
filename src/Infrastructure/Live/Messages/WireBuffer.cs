using System.Buffers.Binary;
using System.Text;

namespace CleanLite.Infrastructure.Live.Messages;

/// <summary>
/// Writes protobuf (protobuf.dev, "Encoding"): <c>tag = field &lt;&lt; 3 | type</c>, then a varint, or a length and as many bytes. Written by hand because
/// points pass here; as with every writer of proto3 a field that is 0 or empty is left out. Its memory is kept and used again.
/// </summary>
internal sealed class WireBuffer
{
    private const int MaxVarint = 10;
    private const int VarintType = 0;
    private const int LengthType = 2;

    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Varint(ulong value)
    {
        Ensure(MaxVarint);
        while (value >= 0x80)
        {
            _bytes[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[Length++] = (byte)value;
    }

    /// <summary>A number that may be negative and is mostly small: 0, -1, 1, -2 become 0, 1, 2, 3.</summary>
    public void ZigZag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    public void Double(double value)
    {
        Ensure(sizeof(double));
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(Length), value);
        Length += sizeof(double);
    }

    public void Number(int field, long value)
    {
        if (value != 0) Presence(field, value);
    }

    /// <summary>A number that is told even if it is 0.</summary>
    public void Presence(int field, long value)
    {
        Tag(field, VarintType);
        Varint((ulong)value);
    }

    public void Flag(int field, bool value) => Number(field, value ? 1 : 0);

    public void Text(int field, string value)
    {
        if (value.Length == 0) return;
        var bytes = Encoding.UTF8.GetByteCount(value);
        Tag(field, LengthType);
        Varint((ulong)bytes);
        Ensure(bytes);
        Length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(Length));
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        Tag(field, LengthType);
        Varint((ulong)value.Length);
        Ensure(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>Begins a message within this one, which is written even if it stays empty; the place is what <see cref="End"/> wants.</summary>
    public int Begin(int field)
    {
        Tag(field, LengthType);
        return Length;
    }

    /// <summary>Ends the message begun at <paramref name="start"/>: what was written since moves on to make room for its length.</summary>
    public void End(int start)
    {
        var size = Length - start;
        Varint((ulong)size);
        var length = _bytes.AsSpan(start + size, Length - start - size);
        Span<byte> kept = stackalloc byte[MaxVarint];
        kept = kept[..length.Length];
        length.CopyTo(kept);
        _bytes.AsSpan(start, size).CopyTo(_bytes.AsSpan(start + kept.Length));
        kept.CopyTo(_bytes.AsSpan(start));
    }

    /// <summary>An entry of a map: a message with key and value.</summary>
    public void Entry(int field, string key, string value)
    {
        var entry = Begin(field);
        Text(1, key);
        Text(2, value);
        End(entry);
    }

    private void Tag(int field, int type) => Varint(((ulong)field << 3) | (uint)type);

    private void Ensure(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(Length + count, 2 * _bytes.Length));
    }
}
