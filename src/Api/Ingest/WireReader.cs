using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CleanLite.Api.Ingest;

/// <summary>
/// A cursor over the bytes of one protobuf message (protobuf.dev, "Encoding"), which takes and refuses what Google.Protobuf does. The first
/// fault sticks and ends the message: readers loop over <see cref="NextField"/> and look at <see cref="Fault"/> once, at the end.
/// </summary>
/// <remarks>
/// A ref struct over a span because it runs for every point. It is stricter than Google.Protobuf in two places, where that takes bytes which
/// no encoder writes: a negative length of a packed field, and wire types 6 and 7 inside a map entry.
/// </remarks>
/// <param name="bytes">The message.</param>
/// <param name="depth">How many messages lie around it.</param>
[StructLayout(LayoutKind.Auto)]
internal ref struct WireReader(ReadOnlySpan<byte> bytes, int depth = 0)
{
    /// <summary>Messages and groups may lie within each other this deep, as in Google.Protobuf.</summary>
    public const int MaxDepth = 100;

    private const ulong ContinuationBits = 0x8080_8080_8080_8080;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly int _depth = depth;
    private int _position;

    /// <summary>What is wrong with the message, as far as it was read.</summary>
    public WireFault Fault { get; private set; }

    /// <summary>Where the next byte to read lies.</summary>
    public readonly int Position => _position;

    /// <summary>True if nothing is left.</summary>
    public readonly bool AtEnd => _position == _bytes.Length;

    /// <summary>Reads the tag of the next field; false at the end of the message or at a fault.</summary>
    public bool NextField(out uint tag)
    {
        tag = 0;
        if (AtEnd) return false;

        // Google.Protobuf drops the upper half of a tag too.
        tag = (uint)ReadVarint();
        if (tag >> 3 != 0) return true;
        Fail(WireFault.BadTag);
        return false;
    }

    /// <summary>Reads a varint of 1 to 10 bytes.</summary>
    public ulong ReadVarint()
    {
        // Nearly every tag and every length is one byte.
        if ((uint)_position < (uint)_bytes.Length && _bytes[_position] < 0x80) return _bytes[_position++];
        return ReadLongVarint();
    }

    /// <summary>Reads a double.</summary>
    public double ReadDouble() => Take(sizeof(double)) is { IsEmpty: false } eight ? BinaryPrimitives.ReadDoubleLittleEndian(eight) : 0;

    /// <summary>Reads the bytes of a length-delimited field.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take((uint)ReadVarint());

    /// <summary>Passes over a field that the reader does not know.</summary>
    public void Skip(uint tag) => Skip(tag, _depth);

    /// <summary>Takes over a fault found in a part of the message.</summary>
    public void Fail(WireFault fault)
    {
        if (fault == WireFault.None) return;
        if (Fault == WireFault.None) Fault = fault;
        _position = _bytes.Length;
    }

    private ulong ReadLongVarint()
    {
        if (_bytes.Length - _position < sizeof(ulong)) return ReadVarintBytewise();
        var word = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_position..]);
        var ends = ~word & ContinuationBits;
        if (ends == 0) return ReadVarintBytewise();

        // Up to 8 bytes at once: cut off what follows the first byte without a continuation bit, then push the groups of 7 bits together.
        var length = (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
        _position += length;
        word &= (ends ^ (ends - 1)) & ~ContinuationBits;
        word = ((word & 0x7F00_7F00_7F00_7F00) >> 1) | (word & 0x007F_007F_007F_007F);
        word = ((word & 0x3FFF_0000_3FFF_0000) >> 2) | (word & 0x0000_3FFF_0000_3FFF);
        return ((word & 0x0FFF_FFFF_0000_0000) >> 4) | (word & 0x0000_0000_0FFF_FFFF);
    }

    private ulong ReadVarintBytewise()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (AtEnd)
            {
                Fail(WireFault.Truncated);
                return 0;
            }

            var next = _bytes[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        Fail(WireFault.OverlongVarint);
        return 0;
    }

    private ReadOnlySpan<byte> Take(uint length)
    {
        if (length > (uint)(_bytes.Length - _position))
        {
            Fail(length > int.MaxValue ? WireFault.NegativeLength : WireFault.Truncated);
            return default;
        }

        var taken = _bytes.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private void Skip(uint tag, int depth)
    {
        switch (tag & 7)
        {
            case 0:
                ReadVarint();
                break;
            case 1:
                Take(sizeof(ulong));
                break;
            case 2:
                ReadBytes();
                break;
            case 3:
                SkipGroup(tag >> 3, depth);
                break;
            case 5:
                Take(sizeof(uint));
                break;
            default:
                Fail(WireFault.BadWireType);
                break;
        }
    }

    private void SkipGroup(uint number, int depth)
    {
        if (depth >= MaxDepth)
        {
            Fail(WireFault.TooDeep);
            return;
        }

        while (NextField(out var tag))
        {
            if ((tag & 7) != 4)
            {
                Skip(tag, depth + 1);
                continue;
            }

            if (tag >> 3 != number) Fail(WireFault.BadGroup);
            return;
        }

        Fail(WireFault.Truncated);
    }
}
