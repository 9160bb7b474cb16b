using System.Buffers.Binary;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.EventStreams;

/// <summary>Finds the frames in what the server writes: final, unmasked, in pieces of any size. Holds at most one frame and what came with it.</summary>
internal sealed class FrameSplitter
{
    private byte[] _bytes = new byte[4_096];
    private int _start;
    private int _end;

    /// <summary>Takes the next piece.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_bytes.Length - _end < piece.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + piece.Length));
        piece.CopyTo(_bytes.AsSpan(_end));
        _end += piece.Length;
    }

    /// <summary>The next whole frame; its payload is valid until the next piece is taken.</summary>
    public bool TryTake(out Opcode opcode, out ReadOnlySpan<byte> payload)
    {
        opcode = default;
        payload = default;
        var bytes = _bytes.AsSpan(_start, _end - _start);
        if (bytes.Length < 2 || bytes.Length < HeadSize(bytes[1])) return false;
        var head = HeadSize(bytes[1]);
        var length = bytes[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            127 => checked((int)BinaryPrimitives.ReadInt64BigEndian(bytes[2..])),
            var small => small,
        };
        if (bytes.Length < head + length) return false;

        opcode = (Opcode)(bytes[0] & 0x0F);
        payload = bytes.Slice(head, length);
        _start += head + length;
        return true;
    }

    private static int HeadSize(byte second) => second switch { 126 => 4, 127 => 10, _ => 2 };
}
