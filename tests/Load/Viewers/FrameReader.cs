using System.Buffers.Binary;

namespace CleanLite.Load.Viewers;

/// <summary>
/// Cuts what a server sends into WebSocket frames (RFC 6455, 5.2). A frame that arrived whole is handed on where it lies; only one that was cut
/// by the end of a read is copied.
/// </summary>
internal sealed class FrameReader(Action<FrameReader.Opcode, ReadOnlyMemory<byte>> onFrame)
{
    private const int MaxFrame = 64 * 1024 * 1024;

    private byte[] _pending = [];
    private int _length;

    public enum Opcode
    {
        Continuation = 0,
        Text = 1,
        Binary = 2,
        Close = 8,
        Ping = 9,
        Pong = 10,
    }

    /// <summary>Takes what was read.</summary>
    /// <exception cref="InvalidDataException">No WebSocket server sends that.</exception>
    public void Take(ReadOnlyMemory<byte> data)
    {
        while (data.Length > 0 && _length > 0)
        {
            var missing = FrameLength(_pending.AsSpan(0, _length)) - _length;
            var taken = Math.Min(data.Length, Math.Max(missing, 1));
            Append(data.Span[..taken]);
            data = data[taken..];
            if (FrameLength(_pending.AsSpan(0, _length)) != _length || !IsHeaderWhole(_pending.AsSpan(0, _length))) continue;
            HandOn(_pending.AsMemory(0, _length));
            Forget();
        }

        while (data.Length > 0)
        {
            var length = FrameLength(data.Span);
            if (!IsHeaderWhole(data.Span) || length > data.Length)
            {
                Append(data.Span);
                return;
            }

            HandOn(data[..length]);
            data = data[length..];
        }
    }

    private static bool IsHeaderWhole(ReadOnlySpan<byte> frame) => frame.Length >= 2 && frame.Length >= HeaderLength(frame);

    private static int HeaderLength(ReadOnlySpan<byte> frame) => (frame[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };

    // The whole frame's length; while the header is incomplete, that of the header as far as it is known.
    private static int FrameLength(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 2) return 2;
        var header = HeaderLength(frame);
        if (frame.Length < header) return header;
        if ((frame[1] & 0x80) != 0) throw new InvalidDataException("A frame of the server is masked.");
        var payload = header switch
        {
            2 => frame[1] & 0x7F,
            4 => BinaryPrimitives.ReadUInt16BigEndian(frame[2..]),
            _ => BinaryPrimitives.ReadInt64BigEndian(frame[2..]),
        };
        return payload is >= 0 and <= MaxFrame ? header + (int)payload : throw new InvalidDataException($"A frame of {payload} bytes.");
    }

    private void HandOn(ReadOnlyMemory<byte> frame) => onFrame((Opcode)(frame.Span[0] & 0x0F), frame[HeaderLength(frame.Span)..]);

    private void Append(ReadOnlySpan<byte> data)
    {
        if (_length + data.Length > _pending.Length)
        {
            var whole = _length > 0 ? FrameLength(_pending.AsSpan(0, _length)) : FrameLength(data);
            Array.Resize(ref _pending, Math.Max(whole, _length + data.Length));
        }

        data.CopyTo(_pending.AsSpan(_length));
        _length += data.Length;
    }

    // What one long frame needed is not kept by a thousand viewers.
    private void Forget()
    {
        _length = 0;
        if (_pending.Length > 64 * 1024) _pending = [];
    }
}
