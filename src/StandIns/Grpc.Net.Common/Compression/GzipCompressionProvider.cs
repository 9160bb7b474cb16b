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
    /// <remarks>
    /// Reading throws <see cref="Grpc.Core.RpcException"/>: as RESOURCE_EXHAUSTED past the limits, as INTERNAL on bytes that are not of this
    /// encoding. A message that is cut short is found only if the host sets <c>System.IO.Compression.UseStrictValidation</c>.
    /// </remarks>
    public Stream CreateDecompressionStream(Stream stream) => new BoundedInflateStream(
        stream, compressed => new GZipStream(compressed, CompressionMode.Decompress), EncodingName, limits);
}
