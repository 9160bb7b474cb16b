using System.IO.Compression;
using CleanLite.StandIns.Tests.Protos;
using Google.Protobuf;

namespace CleanLite.StandIns.Tests.Wire;

/// <summary>Messages of exact sizes, and their compressed forms.</summary>
internal static class Payloads
{
    /// <summary>A request whose serialised form has exactly so many bytes, for lengths of 1,000 to 2 million.</summary>
    public static EchoRequest RequestOf(int bytes, bool compressible)
    {
        var request = new EchoRequest { Payload = Bytes(bytes, compressible) };
        return new EchoRequest { Payload = Bytes((2 * bytes) - request.CalculateSize(), compressible) };
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return target.ToArray();
    }

    public static byte[] Zlib(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.Optimal))
            zlib.Write(bytes);
        return target.ToArray();
    }

    /// <summary>Bytes that do not repeat, the same in every run, or zeros.</summary>
    public static byte[] Raw(int length, bool compressible)
    {
        var bytes = new byte[length];
        if (!compressible)
            new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static ByteString Bytes(int length, bool compressible) => UnsafeByteOperations.UnsafeWrap(Raw(length, compressible));
}
