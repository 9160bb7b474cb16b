using System.IO.Pipelines;

namespace CleanLite.Infrastructure.Tests.Live;

/// <summary>One end of a connection in memory; what is written and not yet read is bounded, as between sockets.</summary>
internal sealed class DuplexStream : Stream
{
    private readonly PipeReader _incoming;
    private readonly PipeWriter _outgoing;

    private DuplexStream(PipeReader incoming, PipeWriter outgoing) => (_incoming, _outgoing) = (incoming, outgoing);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static (DuplexStream Server, DuplexStream Client) Pair(int buffer = 64 * 1024)
    {
        var options = new PipeOptions(pauseWriterThreshold: buffer, resumeWriterThreshold: buffer / 2, useSynchronizationContext: false);
        var (up, down) = (new Pipe(options), new Pipe(options));
        return (new DuplexStream(up.Reader, down.Writer), new DuplexStream(down.Reader, up.Writer));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _incoming.ReadAsync(cancellationToken);
        var take = read.Buffer.Slice(0, Math.Min(buffer.Length, read.Buffer.Length));
        foreach (var piece in take)
        {
            piece.CopyTo(buffer);
            buffer = buffer[piece.Length..];
        }

        // Once advanced, the sequence no longer knows its length.
        var count = (int)take.Length;
        _incoming.AdvanceTo(take.End);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var flushed = await _outgoing.WriteAsync(buffer, cancellationToken);
        if (flushed.IsCompleted) throw new IOException("The other end is gone.");
    }

    /// <summary>Leaves without a word.</summary>
    public void Cut()
    {
        _outgoing.Complete();
        _incoming.Complete();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
