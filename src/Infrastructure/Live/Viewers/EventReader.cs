using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.Messages;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// A viewer's cursor on a log of events. It begins with the events since an offset or with none, and goes on with the log; what no longer fits
/// its allowance is told as lost.
/// </summary>
internal sealed class EventReader : FeedReader
{
    // One write takes this many bytes of recovered events before other channels have their turn.
    private const int RecoveryBytes = 32 * 1024;

    private readonly EventFeed _feed;
    private readonly EventLog _log;
    private readonly AsyncSignal _signal;
    private readonly LiveMetrics _metrics;
    private readonly int _maxLag;
    private readonly ServerMessages _messages;
    private readonly Queue<(long Offset, ActivityEvent Item)> _missing = new();
    private volatile LogMark _cursor;
    private LogMark? _limit;
    private long _offset;

    private EventReader(EventFeed feed, in EventAttachment attachment, AsyncSignal signal, LiveMetrics metrics, int maxLag)
        : base(attachment.Log.Selection.Channel)
    {
        (_feed, _log, _cursor, _offset) = (feed, attachment.Log, attachment.Start, attachment.Start.Offset);
        (_signal, _metrics, _maxLag, _messages) = (signal, metrics, maxLag, attachment.Log.Selection.Messages);
    }

    public override string Counter => LiveChannels.Events;

    public override long Offset => _offset;

    public override long Lag => _log.Frames.End.Position - _cursor.Position;

    /// <summary>
    /// Opens a cursor at <paramref name="from"/> if every event after it is still held, else at the end of the log. Null if there are too many filters.
    /// </summary>
    public static EventReader? Open(
        EventFeed feed, EventSelection selection, StreamPosition? from, AsyncSignal signal, LiveMetrics metrics, int maxLag, out bool recovered)
    {
        recovered = false;
        if (feed.Attach(selection, signal) is not { } attachment) return null;
        var reader = new EventReader(feed, attachment, signal, metrics, maxLag);
        recovered = from is { } position && reader.TryStartAt(position);
        return reader;
    }

    public override bool TryNext(FrameBuffer buffer, out ReadOnlyMemory<byte> frames)
    {
        if (_missing.Count > 0)
        {
            WriteMissing(buffer);
            frames = buffer.Frames;
            return true;
        }

        var target = _limit ?? _log.Frames.End;
        if (_cursor.Position == target.Position)
        {
            MoveTo(target);
            frames = default;
            return false;
        }

        if (target.Position - _cursor.Position <= _maxLag && _log.Frames.TryRead(_cursor, target, out frames, out var reached))
        {
            MoveTo(reached);
            return true;
        }

        WriteLost(buffer, target);
        frames = buffer.Frames;
        return true;
    }

    public override void StopAtEnd() => _limit = _log.Frames.End;

    public override void Dispose() => _feed.Detach(_log, _signal);

    private bool TryStartAt(StreamPosition position)
    {
        if (position.Epoch != _feed.Epoch) return false;
        if (_feed.Recover(position.Offset, _cursor.Offset, _log.Selection) is not { } missing) return false;
        foreach (var item in missing) _missing.Enqueue(item);
        _offset = position.Offset;
        return true;
    }

    private void WriteMissing(FrameBuffer buffer)
    {
        while (_missing.Count > 0 && buffer.Frames.Length < RecoveryBytes)
        {
            var (offset, item) = _missing.Dequeue();
            _messages.Event(buffer, offset, item);
            _offset = offset;
        }
    }

    private void WriteLost(FrameBuffer buffer, LogMark target)
    {
        var lost = target.Matched - _cursor.Matched;
        _metrics.Lost(lost);
        _messages.Lost(buffer, Channel, lost, _offset, target.Offset);
        MoveTo(target);
    }

    private void MoveTo(LogMark mark)
    {
        // A viewer that resumed knows events past a fold that its log has yet to tell: its position does not go back.
        _cursor = mark;
        _offset = Math.Max(_offset, mark.Offset);
    }
}
