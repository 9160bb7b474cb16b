using System.IO.Compression;
using Grpc.Net.Compression;

namespace CleanLite.StandIns.Tests.Compression;

public sealed class DeflateCompressionProviderTests : CompressionProviderTests
{
    protected override string Encoding => "deflate";

    protected override ICompressionProvider Create(DecompressionLimits limits) =>
        new DeflateCompressionProvider(CompressionLevel.Fastest, limits);

    protected override ICompressionProvider CreateWithHostLimits() => new DeflateCompressionProvider(CompressionLevel.Fastest);

    protected override Stream Inflate(Stream compressed) => new ZLibStream(compressed, CompressionMode.Decompress);
}
