using Grpc.Core;

namespace Grpc.Net.Compression;

/// <summary>
/// Inflates one message and gives up as soon as it grows past its limits, so that a small message cannot fill the memory.
/// </summary>
/// <remarks>
/// Failures are thrown as <see cref="RpcException"/>: the server turns any other exception out of a decompression stream into UNKNOWN,
/// while gRPC asks for RESOURCE_EXHAUSTED and INTERNAL (grpc/doc/compression.md).
/// </remarks>
internal sealed class BoundedInflateStream(Stream inflater, CountingStream source, DecompressionLimits limits, string encoding)
    : ReadOnlyStream
{
    private long _inflated;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Count(inflater.Read(buffer[..Allowed(buffer.Length)]));
        }
        catch (InvalidDataException e)
        {
            throw Malformed(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await inflater.ReadAsync(buffer[..Allowed(buffer.Length)], cancellationToken).ConfigureAwait(false));
        }
        catch (InvalidDataException e)
        {
            throw Malformed(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inflater.Dispose();
        base.Dispose(disposing);
    }

    // One byte past the limit is enough to know that the message is too long.
    private int Allowed(int wanted) => (int)Math.Min(wanted, limits.MaxBytes - _inflated + 1);

    private int Count(int read)
    {
        _inflated += read;
        if (_inflated > limits.MaxBytes)
            throw TooLong($"the limit is {limits.MaxBytes} bytes");
        if (limits.MaxRatio > 0 && _inflated > DecompressionLimits.RatioFloorBytes && _inflated > source.Count * limits.MaxRatio)
            throw TooLong($"the limit is {limits.MaxRatio} bytes for each compressed one");
        return read;
    }

    private RpcException TooLong(string limit) => new(new Status(
        StatusCode.ResourceExhausted,
        $"Received message inflates to {_inflated} bytes or more from {source.Count} bytes of {encoding}; {limit}."));

    private RpcException Malformed(InvalidDataException cause) => new(new Status(
        StatusCode.Internal, $"Received message is not valid {encoding}.", cause));
}
