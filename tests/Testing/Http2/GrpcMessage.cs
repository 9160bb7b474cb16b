using System.Buffers.Binary;

namespace CleanLite.Testing.Http2;

/// <summary>Messages as DATA carries them for gRPC (grpc/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message"): a flag, the length in 32 bits, the message.</summary>
public static class GrpcMessage
{
    public const int PrefixLength = 5;

    /// <summary>A message with its prefix; <paramref name="length"/> is said in place of its own.</summary>
    public static byte[] Framed(ReadOnlySpan<byte> message, byte flag = 0, uint? length = null) =>
        [flag, .. Frame.BigEndian(length ?? (uint)message.Length), .. message];

    /// <summary>Takes the first message out of what came; null as long as it is not whole.</summary>
    public static byte[]? TakeFrom(List<byte> data)
    {
        if (data.Count < PrefixLength) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian([.. data[1..PrefixLength]]);
        if (data.Count < PrefixLength + length) return null;
        byte[] message = [.. data.GetRange(PrefixLength, length)];
        data.RemoveRange(0, PrefixLength + length);
        return message;
    }
}
