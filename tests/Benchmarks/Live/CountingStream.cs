namespace CleanLite.Benchmarks.Live;

/// <summary>A viewer's connection that takes everything at once and never says a word.</summary>
internal sealed class CountingStream : Stream
{
    private readonly TaskCompletionSource<int> _silence = new();
    private long _bytes;

    /// <summary>Bytes written to it.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref _bytes, _bytes + buffer.Length);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(_silence.Task);

    /// <summary>The viewer leaves.</summary>
    public void Leave() => _silence.TrySetResult(0);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
