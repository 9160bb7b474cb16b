using System.Buffers.Binary;
using System.Text;

namespace CleanLite.Infrastructure.Tests.Live;

/// <summary>Frames as a client writes them, right or wrong.</summary>
internal static class ClientFrames
{
    public static byte[] Text(string text) => Frame(0x81, Encoding.UTF8.GetBytes(text));

    public static byte[] Close(int code, string reason = "") =>
        Frame(0x88, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    /// <summary>A frame with that first byte and the shortest form of its length.</summary>
    public static byte[] Frame(byte first, byte[] payload, uint mask = 0x12345678) =>
        payload.Length < 126 ? Frame(first, payload, 0, mask)
        : payload.Length <= ushort.MaxValue ? Frame(first, payload, 2, mask)
        : Frame(first, payload, 8, mask);

    /// <summary>A frame whose length takes that many extra bytes.</summary>
    public static byte[] Frame(byte first, byte[] payload, int lengthBytes, uint mask = 0x12345678)
    {
        var key = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(key, mask);
        var masked = payload.Select((b, i) => (byte)(b ^ key[i % 4])).ToArray();
        return [.. Head(first, payload.Length, lengthBytes, true), .. key, .. masked];
    }

    /// <summary>A head without its masking key.</summary>
    public static byte[] Head(byte first, long length, int lengthBytes, bool masked)
    {
        var bit = (byte)(masked ? 0x80 : 0);
        var extended = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(extended, length);
        return lengthBytes switch
        {
            0 => [first, (byte)(bit | length)],
            2 => [first, (byte)(bit | 126), .. extended[6..]],
            _ => [first, (byte)(bit | 127), .. extended],
        };
    }
}
