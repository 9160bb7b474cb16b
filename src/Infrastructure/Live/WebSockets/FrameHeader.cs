using System.Buffers.Binary;
using CleanLite.Application.Live;

namespace CleanLite.Infrastructure.Live.WebSockets;

/// <summary>
/// The head of a frame, RFC 6455 section 5.2:
/// <code>FIN RSV1-3 opcode(4) | MASK length(7) | length(16 or 64, big endian) | masking key(32)</code>
/// </summary>
/// <param name="Final">The last frame of its message.</param>
/// <param name="Opcode">Its type.</param>
/// <param name="Length">Bytes of payload.</param>
/// <param name="Mask">The masking key as it stands on the wire, first byte lowest.</param>
internal readonly record struct FrameHeader(bool Final, Opcode Opcode, long Length, uint Mask)
{
    /// <summary>The longest head: two bytes, a 64-bit length, a key.</summary>
    public const int MaxSize = 14;

    /// <summary>The longest head that the server writes: it does not mask.</summary>
    public const int MaxUnmaskedSize = 10;

    /// <summary>The longest payload of a control frame (section 5.5).</summary>
    public const int MaxControlPayload = 125;

    public bool IsControl => ((byte)Opcode & 0x8) != 0;

    /// <summary>How many bytes the head of a client's frame has, told by its first two.</summary>
    public static int SizeOf(byte second) => 2 + LengthBytes(second) + 4;

    /// <summary>Judges the first two bytes of a client's frame: what is wrong there needs no more bytes to be seen.</summary>
    public static bool IsAllowed(byte first, byte second, bool insideMessage)
    {
        var (final, reserved, opcode) = ((first & 0x80) != 0, first & 0x70, (Opcode)(first & 0x0F));
        var (masked, length) = ((second & 0x80) != 0, second & 0x7F);
        if (reserved != 0 || !masked) return false;
        return opcode switch
        {
            Opcode.Continuation => insideMessage,
            Opcode.Text or Opcode.Binary => !insideMessage,
            Opcode.Close or Opcode.Ping or Opcode.Pong => final && length <= MaxControlPayload,
            _ => false,
        };
    }

    /// <summary>Reads a whole head whose first two bytes are allowed, or says how it breaks the protocol: a length must take its shortest form.</summary>
    public static LiveEnding? Read(ReadOnlySpan<byte> head, out FrameHeader header)
    {
        long length = head[1] & 0x7F;
        var least = 0L;
        if (length == 126) (length, least) = (BinaryPrimitives.ReadUInt16BigEndian(head[2..]), 126);
        else if (length == 127) (length, least) = (BinaryPrimitives.ReadInt64BigEndian(head[2..]), 65_536);

        var mask = BinaryPrimitives.ReadUInt32LittleEndian(head[^4..]);
        header = new FrameHeader((head[0] & 0x80) != 0, (Opcode)(head[0] & 0x0F), length, mask);
        return length < least ? LiveEnding.FrameError : null;
    }

    /// <summary>Writes the head of a final, unmasked frame and returns its size.</summary>
    public static int Write(Span<byte> target, Opcode opcode, int length)
    {
        target[0] = (byte)(0x80 | (byte)opcode);
        switch (length)
        {
            case < 126:
                target[1] = (byte)length;
                return 2;
            case <= ushort.MaxValue:
                target[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)length);
                return 4;
            default:
                target[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(target[2..], length);
                return 10;
        }
    }

    private static int LengthBytes(byte second) => (second & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };
}
