using System.Buffers.Binary;

namespace CleanLite.Load.Viewers;

/// <summary>A frame of a client: masked with a key of zeros, which leaves the bytes as they are (RFC 6455, 5.3).</summary>
internal static class ClientFrame
{
    public static byte[] Text(ReadOnlySpan<byte> payload) => Of(0x81, payload);

    public static byte[] Binary(ReadOnlySpan<byte> payload) => Of(0x82, payload);

    /// <summary>A whole frame; <paramref name="head"/> holds FIN and opcode.</summary>
    public static byte[] Of(byte head, ReadOnlySpan<byte> payload)
    {
        const byte Masked = 0x80;
        var lengthBytes = payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8;
        var frame = new byte[2 + lengthBytes + 4 + payload.Length];
        frame[0] = head;
        frame[1] = (byte)(Masked | (lengthBytes switch { 0 => payload.Length, 2 => 126, _ => 127 }));
        if (lengthBytes == 2) BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        if (lengthBytes == 8) BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), payload.Length);
        payload.CopyTo(frame.AsSpan(frame.Length - payload.Length));
        return frame;
    }
}
