using System.Buffers;
using System.IO.Pipelines;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.EventStreams;

/// <summary>
/// The far end of a viewer that watches Server-Sent Events: takes the server's WebSocket frames, writes each message as an event, and answers pings and
/// the close on behalf of the client, which cannot. A client that does not read is noticed by the writes, as with any viewer.
/// </summary>
public sealed class EventViewerStream(PipeWriter response) : Stream
{
    private readonly FrameSplitter _frames = new();
    private readonly EventStreamWriter _events = new(response);
    private readonly Pipe _answers = new();

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _frames.Append(buffer.Span);
        while (_frames.TryTake(out var opcode, out var payload)) Take(opcode, payload);
        await _answers.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);

        // The client's end of the connection: what it does not read holds the viewer's writer up here, and nothing else.
        await response.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty ? ValueTask.FromResult(0) : _answers.Reader.AsStream(leaveOpen: true).ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Viewers write asynchronously.");

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Viewers read asynchronously.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
        // Each write flushes.
    }

    private void Take(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        switch (opcode)
        {
            case Opcode.Text:
                _events.Write(payload);
                break;
            case Opcode.Ping:
                Answer(Opcode.Pong, payload);
                break;
            case Opcode.Close:
                Answer(Opcode.Close, payload);
                _answers.Writer.Complete();
                break;
        }
    }

    // A client's frame, RFC 6455 section 5.1: masked, here with a key of zeros, which leaves the payload as it is.
    private void Answer(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> head = [(byte)(0x80 | (byte)opcode), (byte)(0x80 | payload.Length), 0, 0, 0, 0];
        _answers.Writer.Write(head);
        _answers.Writer.Write(payload);
    }
}
