using System.IO.Compression;
using Grpc.Net.Compression;

namespace CleanLite.StandIns.Tests.Compression;

public sealed class GzipCompressionProviderTests : CompressionProviderTests
{
    protected override string Encoding => "gzip";

    protected override ICompressionProvider Create(DecompressionLimits limits) =>
        new GzipCompressionProvider(CompressionLevel.Fastest, limits);

    protected override ICompressionProvider CreateWithHostLimits() => new GzipCompressionProvider(CompressionLevel.Fastest);

    protected override Stream Inflate(Stream compressed) => new GZipStream(compressed, CompressionMode.Decompress);
}
