using System.Globalization;
using Grpc.Core;

namespace Grpc.Net.Compression;

/// <summary>
/// Inflates one message and gives up as soon as it grows past its limit, so that a small message cannot fill the memory.
/// </summary>
/// <remarks>
/// Failures are thrown as <see cref="RpcException"/>: the server turns any other exception out of a decompression stream into UNKNOWN,
/// while gRPC asks for RESOURCE_EXHAUSTED and INTERNAL (grpc/doc/compression.md).
/// </remarks>
internal sealed class BoundedInflateStream : Stream
{
    private readonly Stream _inflater;
    private readonly string _encoding;
    private readonly long? _compressed;
    private readonly long _limit;
    private long _inflated;

    public BoundedInflateStream(Stream source, Func<Stream, Stream> inflate, string encoding, DecompressionLimits limits)
    {
        // The official server and client give a stream that knows its length; of another one only the size is limited, not the ratio.
        _compressed = source.CanSeek ? source.Length - source.Position : null;
        _limit = limits.ForMessageOf(_compressed);
        _encoding = encoding;
        _inflater = inflate(source);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Checked(_inflater.Read(buffer[..Allowed(buffer.Length)]));
        }
        catch (InvalidDataException e)
        {
            throw Malformed(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Checked(await _inflater.ReadAsync(buffer[..Allowed(buffer.Length)], cancellationToken).ConfigureAwait(false));
        }
        catch (InvalidDataException e)
        {
            throw Malformed(e);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inflater.Dispose();
        base.Dispose(disposing);
    }

    // One byte past the limit is enough to know that the message is too long.
    private int Allowed(int wanted) => (int)Math.Min(wanted, _limit - _inflated + 1);

    private int Checked(int read)
    {
        _inflated += read;
        return _inflated <= _limit ? read : throw TooLong();
    }

    private RpcException TooLong() => new(new Status(
        StatusCode.ResourceExhausted,
        $"Received message of {_compressed?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} bytes in {_encoding} inflates to more than its limit of {_limit} bytes."));

    private RpcException Malformed(InvalidDataException cause) => new(new Status(
        StatusCode.Internal, $"Received message is not valid {_encoding}.", cause));
}
