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
internal sealed class EventReader : LogReader<EventLog>
{
    // One write takes this many bytes of recovered events before other channels have their turn.
    private const int RecoveryBytes = 32 * 1024;

    private readonly EventFeed _feed;
    private readonly LiveMetrics _metrics;
    private readonly int _maxLag;
    private readonly ServerMessages _messages;
    private readonly Queue<(long Offset, ActivityEvent Item)> _missing = new();
    private long _offset;

    private EventReader(EventFeed feed, in LogHold<EventLog> hold, LiveMetrics metrics, int maxLag)
        : base(hold.Log.Selection.Channel, hold)
    {
        (_feed, _offset) = (feed, hold.Cursor.Mark.Offset);
        (_metrics, _maxLag, _messages) = (metrics, maxLag, hold.Log.Selection.Messages);
    }

    public override string Counter => LiveChannels.Events;

    public override long Offset => _offset;

    /// <summary>
    /// Opens a cursor at <paramref name="from"/> if every event after it is still held, else at the end of the log. Null if there are too many filters.
    /// </summary>
    public static EventReader? Open(
        EventFeed feed, EventSelection selection, StreamPosition? from, AsyncSignal signal, LiveMetrics metrics, int maxLag, out bool recovered)
    {
        recovered = false;
        if (feed.Attach(selection, signal) is not { } hold) return null;
        var reader = new EventReader(feed, hold, metrics, maxLag);
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

        var target = Target;
        if (Cursor.Position == target.Position)
        {
            MoveTo(target);
            frames = default;
            return false;
        }

        if (target.Position - Cursor.Position <= _maxLag && Log.Frames.TryRead(Cursor, target, out frames, out var reached))
        {
            MoveTo(reached);
            return true;
        }

        WriteLost(buffer, target);
        frames = buffer.Frames;
        return true;
    }

    public override void Dispose() => _feed.Detach(Hold);

    private bool TryStartAt(StreamPosition position)
    {
        if (position.Epoch != _feed.Epoch) return false;
        if (_feed.Recover(position.Offset, Cursor.Offset, Log.Selection) is not { } missing) return false;
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
        var lost = target.Matched - Cursor.Matched;
        _metrics.Lost(lost);
        _messages.Lost(buffer, Channel, lost, _offset, target.Offset);
        MoveTo(target);
    }

    private void MoveTo(LogMark mark)
    {
        // A viewer that resumed knows events past a fold that its log has yet to tell: its position does not go back.
        Cursor = mark;
        _offset = Math.Max(_offset, mark.Offset);
    }
}
