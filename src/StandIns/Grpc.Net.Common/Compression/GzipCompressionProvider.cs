using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>The encoding <c>gzip</c> (RFC 1952).</summary>
/// <param name="defaultCompressionLevel">The level for calls that do not name one.</param>
/// <param name="limits">How far a message may inflate.</param>
public sealed class GzipCompressionProvider(CompressionLevel defaultCompressionLevel, DecompressionLimits limits) : ICompressionProvider
{
    /// <summary>Makes a provider with the host's limits.</summary>
    /// <param name="defaultCompressionLevel">The level for calls that do not name one.</param>
    public GzipCompressionProvider(CompressionLevel defaultCompressionLevel)
        : this(defaultCompressionLevel, DecompressionLimits.FromHost())
    {
    }

    /// <inheritdoc/>
    public string EncodingName => "gzip";

    /// <inheritdoc/>
    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? defaultCompressionLevel, leaveOpen: true);

    /// <inheritdoc/>
    public Stream CreateDecompressionStream(Stream stream)
    {
        var source = new CountingStream(stream);
        return new BoundedInflateStream(new GZipStream(source, CompressionMode.Decompress), source, limits, EncodingName);
    }
}
