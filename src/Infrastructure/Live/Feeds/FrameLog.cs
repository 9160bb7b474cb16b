namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// Finished WebSocket frames of one filter, back to back; all its viewers share it, each with a cursor of its own (the walk of one
/// point, steps 6 and 7). One thread appends and publishes; any number read what is published, without a lock. Bytes are let go once every reader has passed
/// them or <paramref name="retainBytes"/> newer ones are there; a viewer that falls behind that finds nothing and must be helped otherwise.
/// </summary>
/// <remarks>A frame never spans two chunks, so that a viewer whose next chunk is gone has at least ended its last frame.</remarks>
internal sealed class FrameLog(long offset, int retainBytes, SeriesNames? names = null)
{
    /// <summary>The size that chunks grow to: below the size at which .NET puts arrays into the large object heap.</summary>
    public const int ChunkBytes = 64 * 1024;

    private const int FirstChunkBytes = 4 * 1024;

    private readonly HashSet<LogCursor> _cursors = [];
    private volatile Chunk[] _chunks = [];
    private volatile LogMark _end = new(0, offset, 0) { Names = names ?? SeriesNames.Empty };
    private int _used;
    private long _position;
    private long _matched;
    private long _lastOffset = offset;
    private long _told;

    /// <summary>The end of what is published.</summary>
    public LogMark End => _end;

    /// <summary>Bytes that the chunks take; <c>cleanlite_window_bytes</c> is their sum over all logs, and that of the rings.</summary>
    public long HeldBytes => _chunks.Sum(c => (long)c.Bytes.Length);

    /// <summary>Bytes left in the current chunk.</summary>
    public int Room => _chunks is [.., var last] ? last.Bytes.Length - _used : 0;

    /// <summary>Makes room for <paramref name="size"/> bytes in one piece.</summary>
    public Span<byte> Reserve(int size)
    {
        if (Room < size) Roll(size);
        return _chunks[^1].Bytes.AsSpan(_used, size);
    }

    /// <summary>Takes the bytes written into the reserved room as whole frames.</summary>
    /// <param name="size">How many bytes.</param>
    /// <param name="items">How many items they stand for.</param>
    /// <param name="lastOffset">The offset of the last of them.</param>
    public void Commit(int size, int items, long lastOffset)
    {
        _used += size;
        _position += size;
        _matched += items;
        _lastOffset = lastOffset;
    }

    /// <summary>Counts items that the filter wants but that got no frame of their own.</summary>
    public void Count(int items) => _matched += items;

    /// <summary>Shows readers all that was committed, and that the feed has come to <paramref name="offset"/>.</summary>
    public void Publish(long offset, long stamp, SeriesNames? names = null)
    {
        _lastOffset = offset;
        _end = new LogMark(_position, offset, _matched, stamp) { Names = names ?? SeriesNames.Empty };
    }

    /// <summary>
    /// Reads frames from <paramref name="from"/> on, no further than <paramref name="to"/>, as much as lies in one piece.
    /// False if they are gone.
    /// </summary>
    public bool TryRead(LogMark from, LogMark to, out ReadOnlyMemory<byte> frames, out LogMark reached)
    {
        // The end was read before the chunks and is never newer than they are.
        var chunks = _chunks;
        for (var i = chunks.Length - 1; i >= 0; i--)
        {
            var chunk = chunks[i];
            if (chunk.Start > from.Position) continue;

            // The mark of a finished chunk is written before its successor is shown.
            reached = i == chunks.Length - 1 || chunk.End!.Position >= to.Position ? to : chunk.End!;
            var start = (int)(from.Position - chunk.Start);
            frames = chunk.Bytes.AsMemory(start, (int)(reached.Position - from.Position));
            return true;
        }

        frames = default;
        reached = from;
        return false;
    }

    /// <summary>A cursor at the end of what is published. From now on <paramref name="signal"/> is set when there is more.</summary>
    public LogCursor Join(AsyncSignal signal)
    {
        var cursor = new LogCursor(signal, _end);
        lock (_cursors) _cursors.Add(cursor);
        return cursor;
    }

    /// <summary>Undoes <see cref="Join"/>.</summary>
    public void Leave(LogCursor cursor)
    {
        lock (_cursors) _cursors.Remove(cursor);
    }

    /// <summary>
    /// Wakes every reader if frames were published since the last time; none of them runs on the caller's thread. A reader learns with its next
    /// heartbeat that the feed moved on without it: with a hundred filters most turns have nothing for most of them. Returns how many it woke.
    /// </summary>
    public int Wake()
    {
        if (_told == _end.Position) return 0;
        _told = _end.Position;
        lock (_cursors)
        {
            foreach (var cursor in _cursors) cursor.Signal.Set();
            return _cursors.Count;
        }
    }

    private void Roll(int size)
    {
        var chunks = _chunks;

        // Amid a turn, whose new names a viewer that leaves the log here may not have seen: it knows those of the turn before.
        if (chunks is [.., var last]) last.End = new LogMark(_position, _lastOffset, _matched) { Names = _end.Names };

        var (keepFrom, passed) = (0, Math.Max(_position - retainBytes, PassedByAll()));
        while (keepFrom < chunks.Length && chunks[keepFrom].End!.Position <= passed) keepFrom++;

        // Chunks double from a small first one: most filters of a large fleet carry little.
        var grown = chunks is [.., var previous] ? Math.Min(ChunkBytes, 2 * previous.Bytes.Length) : FirstChunkBytes;
        var bytes = GC.AllocateUninitializedArray<byte>(Math.Max(grown, size));
        _used = 0;
        _chunks = [.. chunks.AsSpan(keepFrom), new Chunk(bytes, _position)];
    }

    // Never more than is published: a reader that joins at this moment begins there.
    private long PassedByAll()
    {
        var passed = _end.Position;
        lock (_cursors)
        {
            foreach (var cursor in _cursors) passed = Math.Min(passed, cursor.Mark.Position);
        }

        return passed;
    }

    private sealed class Chunk(byte[] bytes, long start)
    {
        public byte[] Bytes => bytes;

        /// <summary>The position of its first byte.</summary>
        public long Start => start;

        /// <summary>Where its last frame ends; null while it is the current one.</summary>
        public LogMark? End { get; set; }
    }
}
