using System.Buffers.Binary;

namespace CleanLite.Abuse.WebSockets;

/// <summary>Writes frames of a WebSocket client, also such as RFC 6455 forbids.</summary>
internal static class ClientFrame
{
    public const byte Final = 0x80;
    public const byte Text = 1;
    public const byte Binary = 2;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;

    private const byte MaskBit = 0x80;
    private static readonly byte[] Key = [0x37, 0xFA, 0x21, 0x3D];

    /// <summary>A whole message of text.</summary>
    public static byte[] OfText(ReadOnlySpan<byte> payload) => Of(Final | Text, payload);

    /// <summary>A close frame with a code and a reason.</summary>
    public static byte[] OfClose(int code, ReadOnlySpan<byte> reason) => Of(Final | Close, [(byte)(code >> 8), (byte)code, .. reason]);

    /// <summary>Any frame. <paramref name="lengthBytes"/> forces a length of 0, 2 or 8 more bytes; <paramref name="claimed"/> is said in place of the payload's.</summary>
    public static byte[] Of(int first, ReadOnlySpan<byte> payload, int? lengthBytes = null, long? claimed = null, bool masked = true)
    {
        var length = claimed ?? payload.Length;
        var more = lengthBytes ?? (length is >= 0 and < 126 ? 0 : length is >= 0 and <= ushort.MaxValue ? 2 : 8);
        var frame = new byte[2 + more + (masked ? Key.Length : 0) + payload.Length];
        frame[0] = (byte)first;
        frame[1] = (byte)((masked ? MaskBit : 0) | more switch { 0 => (byte)length, 2 => 126, _ => 127 });
        if (more == 2) BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)length);
        if (more == 8) BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), length);
        if (masked) Key.CopyTo(frame, 2 + more);
        var body = frame.AsSpan(frame.Length - payload.Length);
        for (var i = 0; i < payload.Length; i++) body[i] = (byte)(payload[i] ^ (masked ? Key[i % Key.Length] : 0));
        return frame;
    }
}
