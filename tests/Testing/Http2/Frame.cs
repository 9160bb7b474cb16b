using System.Buffers.Binary;

namespace CleanLite.Testing.Http2;

/// <summary>Writes and reads frames of HTTP/2, also such as the protocol forbids (RFC 9113, section 4.1: length of 24 bits, type, flags, stream).</summary>
public static class Frame
{
    public const int HeaderLength = 9;
    public const byte EndStream = 1;
    public const byte Ack = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;
    public const byte WithPriority = 0x20;

    /// <summary>What a client says first (section 3.4).</summary>
    public static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    /// <summary>Any frame; <paramref name="length"/> is said in place of the payload's.</summary>
    public static byte[] Of(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload, int? length = null)
    {
        var frame = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, (length ?? payload.Length) << 8); // its last byte is overwritten by the type
        frame[3] = (byte)type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    /// <summary>The next frame.</summary>
    /// <exception cref="IOException">The connection ended.</exception>
    public static async Task<(FrameType Type, byte Flags, int Stream, byte[] Payload)> ReadAsync(Stream input)
    {
        var header = new byte[HeaderLength];
        await input.ReadExactlyAsync(header);
        var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
        await input.ReadExactlyAsync(payload);
        return ((FrameType)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue, payload);
    }

    public static byte[] Headers(int stream, bool end, IEnumerable<(string Name, string Value)> fields) =>
        Of(FrameType.Headers, (byte)(EndHeaders | (end ? EndStream : 0)), stream, Hpack.Encode(fields));

    public static byte[] Data(int stream, bool end, ReadOnlySpan<byte> bytes) => Of(FrameType.Data, end ? EndStream : (byte)0, stream, bytes);

    public static byte[] Settings(params (ushort Id, uint Value)[] settings)
    {
        var payload = new byte[6 * settings.Length];
        for (var i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(6 * i), settings[i].Id);
            BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan((6 * i) + 2), settings[i].Value);
        }

        return Of(FrameType.Settings, 0, 0, payload);
    }

    public static byte[] Ping(ulong opaque)
    {
        var payload = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(payload, opaque);
        return Of(FrameType.Ping, 0, 0, payload);
    }

    public static byte[] WindowUpdate(int stream, uint increment) => Of(FrameType.WindowUpdate, 0, stream, BigEndian(increment));

    public static byte[] Reset(int stream, ErrorCode code) => Of(FrameType.RstStream, 0, stream, BigEndian((uint)code));

    public static byte[] Priority(int stream, uint dependsOn) => Of(FrameType.Priority, 0, stream, [.. BigEndian(dependsOn), 15]);

    public static byte[] BigEndian(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
