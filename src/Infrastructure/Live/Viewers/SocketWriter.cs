namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>Writes a viewer's frames in pieces, so that a slow reader shows progress, and knows since when it has shown none.</summary>
internal sealed class SocketWriter(Stream stream, LiveMetrics metrics, TimeProvider time, CancellationToken cut)
{
    private const int Piece = 32 * 1024;
    private const int SlowPiece = 8 * 1024;
    private const long NotWriting = long.MinValue;

    private long _writingSince = NotWriting;
    private long _lastMessage = time.GetTimestamp();
    private bool _isSlow;

    /// <summary>When the last message left: a <see cref="TimeProvider"/> timestamp.</summary>
    public long LastMessage => Volatile.Read(ref _lastMessage);

    /// <summary>True if a write has made no progress for <paramref name="milliseconds"/>. Any thread.</summary>
    public bool IsStalled(int milliseconds)
    {
        var since = Volatile.Read(ref _writingSince);
        return since != NotWriting && time.GetElapsedTime(since).TotalMilliseconds >= milliseconds;
    }

    /// <summary>Writes whole frames. Pings and pongs are no messages: they do not spare a heartbeat.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> frames, bool isMessage = true)
    {
        for (var rest = frames; !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(rest.Length, _isSlow ? SlowPiece : Piece)];
            Volatile.Write(ref _writingSince, time.GetTimestamp());
            var write = stream.WriteAsync(piece, cut);
            _isSlow = !write.IsCompleted;
            await write.ConfigureAwait(false);
            rest = rest[piece.Length..];
        }

        Volatile.Write(ref _writingSince, NotWriting);
        if (isMessage) Volatile.Write(ref _lastMessage, time.GetTimestamp());
        metrics.Wrote(frames.Length);
    }
}
