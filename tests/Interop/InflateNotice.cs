using System.IO.Compression;
using Grpc.Net.Compression;

namespace CleanLite.Interop;

/// <summary>
/// Tells of every compressed message that is read. gRPC for .NET shows no message's flag, but it asks for an inflating stream
/// only where the flag is set.
/// </summary>
internal sealed class InflateNotice(ICompressionProvider inner, Action onCompressedMessage) : ICompressionProvider
{
    // Read by src/StandIns/Grpc.Net.Common; the official package knows neither.
    private const string MaxDecompressionRatio = "Grpc.Net.Compression.MaxDecompressionRatio";

    public string EncodingName => inner.EncodingName;

    /// <summary>The encodings of CleanLite's own door.</summary>
    public static IList<ICompressionProvider> Providers(Action onCompressedMessage)
    {
        // The standard's payloads are zeros, which gzip shrinks a thousandfold: ten times what the door of the product takes.
        AppContext.SetData(MaxDecompressionRatio, 0);
        return
        [
            new InflateNotice(new GzipCompressionProvider(CompressionLevel.Fastest), onCompressedMessage),
            new InflateNotice(new DeflateCompressionProvider(CompressionLevel.Fastest), onCompressedMessage),
        ];
    }

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        inner.CreateCompressionStream(stream, compressionLevel);

    public Stream CreateDecompressionStream(Stream stream)
    {
        onCompressedMessage();
        return inner.CreateDecompressionStream(stream);
    }
}
