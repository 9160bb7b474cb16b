using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Compresses and decompresses messages in one encoding.</summary>
public interface ICompressionProvider
{
    /// <summary>The name of the encoding in <c>grpc-encoding</c> and <c>grpc-accept-encoding</c>.</summary>
    string EncodingName { get; }

    /// <summary>Makes a stream that compresses one message. Disposing of it completes the message and leaves the target open.</summary>
    /// <param name="stream">Where the compressed bytes go.</param>
    /// <param name="compressionLevel">The level; null for the provider's own.</param>
    /// <returns>Where the message is written.</returns>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>Makes a stream that decompresses one message.</summary>
    /// <param name="stream">The compressed bytes of the message and nothing else.</param>
    /// <returns>Where the message is read.</returns>
    Stream CreateDecompressionStream(Stream stream);
}
