using System.Globalization;
using CleanLite.Application.Activity;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The event channels, which share one counter of offsets. As with metrics one loop gives the offsets, keeps the newest events for recovery and
/// puts each into the logs that want it; but events are never merged: they are sent, folded above a rate, or told as lost.
/// </summary>
internal sealed class EventFeed : IActivityBroadcaster, IDisposable
{
    private readonly LiveOptions _options;
    private readonly IActivityLog _log;
    private readonly LiveMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly AsyncSignal _wake = new();
    private readonly EventInput _input;
    private readonly ITimer _foldTimer;

    private readonly Lock _sync = new();
    private readonly ItemRing<ActivityEvent> _ring;
    private readonly LogSet<EventLog> _logs;
    private readonly FrameBuffer[] _frames = [.. Enum.GetValues<LiveEncoding>().Select(_ => new FrameBuffer())];
    private readonly FrameBuffer _notices = new();

    public EventFeed(LiveOptions options, Epoch epoch, IActivityLog log, LiveMetrics metrics, TimeProvider time)
    {
        (_options, _log, _metrics, _time, Epoch) = (options, log, metrics, time, epoch.Value);
        _input = new EventInput(options.InputEvents, _wake);
        _ring = new ItemRing<ActivityEvent>(options.RingEvents, TimeSpan.MaxValue, time);

        // Events are numbered on where the log ends, so that a viewer that was away for hours can page what it missed by the same numbers.
        _ring.Skip(log.LastOffset);
        _logs = new LogSet<EventLog>(options.MaxFilters);
        _foldTimer = time.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Epoch { get; }

    /// <summary>The offset of the newest event.</summary>
    public long Offset
    {
        get
        {
            lock (_sync) return _ring.Newest;
        }
    }

    /// <summary>Events that the loop has not yet taken.</summary>
    public int Waiting => _input.Waiting;

    public void Publish(ActivityEvent item)
    {
        if (!_input.TryAppend(item)) _metrics.InputRefused(1);
    }

    /// <summary>The loop. Ends when <paramref name="cancellation"/> says so.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = cancellation.Register(_wake.Set);
        while (!cancellation.IsCancellationRequested)
        {
            await _wake.WaitAsync().ConfigureAwait(false);
            Drain();
        }
    }

    /// <summary>Takes all that waits. Called by the loop alone.</summary>
    internal void Drain()
    {
        var items = _input.Take(out var missed);
        EventLog[] logs;
        long newest;
        lock (_sync)
        {
            foreach (var item in items) _ring.Append(item);
            if (missed > 0) _ring.Skip(missed);
            (newest, logs) = (_ring.Newest, _logs.All);
        }

        var first = newest - missed - items.Count + 1;
        for (var i = 0; i < items.Count; i++) _log.Append(first + i, items[i]);
        if (logs.Length == 0) return;
        foreach (var log in logs) TellFolded(log);
        foreach (var item in items) Show(logs, item, first++);
        if (missed > 0) TellMissed(logs, first - 1, newest, missed);
        Publish(logs, newest);
    }

    /// <summary>Enters the log of <paramref name="selection"/>; null if there are too many of them.</summary>
    public LogHold<EventLog>? Attach(EventSelection selection, AsyncSignal signal)
    {
        lock (_sync)
        {
            var log = _logs.Enter(
                selection.Key,
                () => new EventLog(selection, _ring.Newest, _options.QueueBytes, new EventFold(_options.MaxEventsPerSecond, _time)));
            return log is null ? null : new LogHold<EventLog>(log, log.Frames.Join(signal));
        }
    }

    public void Detach(in LogHold<EventLog> hold)
    {
        hold.Log.Frames.Leave(hold.Cursor);
        lock (_sync) _logs.Exit(hold.Log.Selection.Key);
    }

    /// <summary>The events after <paramref name="offset"/>, up to <paramref name="last"/>, with their offsets; null if they are no longer held.</summary>
    public IReadOnlyList<(long Offset, ActivityEvent Item)>? Recover(long offset, long last, EventSelection selection)
    {
        lock (_sync)
        {
            if (!_ring.Reaches(offset)) return null;
            var found = new List<(long, ActivityEvent)>();
            for (var at = offset + 1; at <= last; at++)
            {
                if (selection.Wants(_ring[at])) found.Add((at, _ring[at]));
            }

            return found;
        }
    }

    public void Dispose() => _foldTimer.Dispose();

    private void Show(EventLog[] logs, ActivityEvent item, long offset)
    {
        foreach (var frame in _frames) frame.Clear();
        foreach (var log in logs)
        {
            if (!log.Selection.Wants(item)) continue;
            if (log.Fold.Folded > 0 || !log.Fold.TrySend())
            {
                log.Fold.Fold(offset);
                continue;
            }

            // Encoded once, by the first log of an encoding that wants it.
            var encoded = _frames[(int)log.Selection.Encoding];
            if (encoded.Frames.IsEmpty) log.Selection.Messages.Event(encoded, offset, item);
            Append(log, encoded, 1, offset);
        }
    }

    private static void Append(EventLog log, FrameBuffer frame, int items, long offset)
    {
        var bytes = frame.Frames.Span;
        bytes.CopyTo(log.Frames.Reserve(bytes.Length));
        log.Frames.Commit(bytes.Length, items, offset);
    }

    private void TellFolded(EventLog log)
    {
        var fold = log.Fold;
        if (fold.Folded == 0 || !fold.TrySend()) return;
        _metrics.Folded(fold.Folded);
        _notices.Clear();
        log.Selection.Messages.Event(_notices, fold.LastOffset, FoldedEvent(fold));
        Append(log, _notices, fold.Folded, fold.LastOffset);
        fold.Clear();
    }

    private ActivityEvent FoldedEvent(EventFold fold)
    {
        var count = fold.Folded.ToString(CultureInfo.InvariantCulture);
        return new ActivityEvent
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"folded-{Epoch}-{fold.FirstOffset}-{fold.LastOffset}"),
            Source = "server",
            Type = "system.folded",
            TimeUnixMs = _time.GetUtcNow().ToUnixTimeMilliseconds(),
            Message = $"{count} more events.",
            Attributes = new Dictionary<string, string> { ["count"] = count },
        };
    }

    private void TellMissed(EventLog[] logs, long from, long to, int missed)
    {
        foreach (var log in logs)
        {
            // Whether the filter wanted them nobody knows; what is folded is told with them, for it came before.
            _notices.Clear();
            log.Selection.Messages.Lost(_notices, log.Selection.Channel, missed + log.Fold.Folded, Math.Min(from, BeforeFold(log, from)), to);
            Append(log, _notices, missed + log.Fold.Folded, to);
            log.Fold.Clear();
        }

        _metrics.Lost(missed);
    }

    private void Publish(EventLog[] logs, long newest)
    {
        var wait = Timeout.InfiniteTimeSpan;
        lock (_sync)
        {
            foreach (var log in logs) log.Frames.Publish(BeforeFold(log, newest), 0);
        }

        foreach (var log in logs)
        {
            if (log.Fold.Folded > 0 && (wait < TimeSpan.Zero || log.Fold.Wait < wait)) wait = log.Fold.Wait;
            log.Frames.Wake();
        }

        _foldTimer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is folded has not been told yet: a log stands before it until it has, so that no viewer's position gets past it.</summary>
    private static long BeforeFold(EventLog log, long offset) => log.Fold.Folded > 0 ? log.Fold.FirstOffset - 1 : offset;
}
