using CleanLite.Application.Activity;
using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// The activity log: events go into memory at once and from there, in groups, into an SQLite file, by a thread of their own, because SQLite's calls
/// block. What is in memory and what is in the file are one history to a reader. docs/activity.md says what it promises.
/// </summary>
internal sealed class SqliteActivityLog : IActivityLog, IActivityHistory, IHealthProbe, IQueueProbe, IDisposable
{
    // How often the writer looks up without being called: for retries, and to keep house.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(3);

    private readonly ActivityOptions _options;
    private readonly ActivityLogMetrics _metrics;
    private readonly ILogger<SqliteActivityLog> _logger;
    private readonly SteadyClock _clock;
    private readonly ActivityTail _tail;
    private readonly ActivityFile? _file;
    private readonly ActivityWriter? _writer;
    private readonly Thread? _thread;
    private readonly SemaphoreSlim _readers;
    private readonly ManualResetEventSlim _wake = new();
    private readonly ManualResetEventSlim _hurry = new();
    private volatile bool _isStopping;
    private long _lastOffset;
    private int _reading;

    /// <summary>Opens the file, because the feed asks for <see cref="LastOffset"/> before it gives the first number. Does not throw for what is wrong with it.</summary>
    public SqliteActivityLog(
        ActivityOptions options, ActivityLogNotices notices, ActivityLogMetrics metrics, ActivityLogSeams seams, ILogger<SqliteActivityLog> logger, TimeProvider time)
    {
        (_options, _metrics, _logger, _clock) = (options, metrics, logger, new SteadyClock(time));
        _readers = new SemaphoreSlim(options.MaxReaders);
        _tail = new ActivityTail(options.Path.Length == 0 ? options.MaxEvents : options.QueueEvents, options.MaxMemoryBytes);
        metrics.Watch(() => _tail.Count, () => Mode);
        if (options.Path.Length == 0)
        {
            logger.MemoryOnly();
            return;
        }

        _file = new ActivityFile(options.Path, time);
        _writer = new ActivityWriter(_file, _tail, notices, metrics, options, seams, logger, time, _clock);
        _writer.Start();
        _lastOffset = _writer.Stored;
        _thread = new Thread(Write) { IsBackground = true, Name = "activity-log" };
        _thread.Start();
    }

    public string Name => "activity";

    public long Depth => Mode is ActivityLogMode.Stored or ActivityLogMode.Degraded ? _tail.Count : 0;

    /// <summary>Events in memory: those that wait for the disk, or all there are.</summary>
    public LimitProbe EventLimit => new("logEvents", () => _tail.Count, _tail.MaxEvents);

    /// <summary>Bytes of the file.</summary>
    public LimitProbe FileLimit => new("logFileBytes", () => _file?.Length ?? 0, _options.MaxFileBytes);

    public long LastOffset => Interlocked.Read(ref _lastOffset);

    /// <summary>The number of the newest event that is in the file.</summary>
    public long StoredOffset => _writer?.Stored ?? 0;

    public ActivityLogMode Mode => _writer?.Mode ?? ActivityLogMode.Memory;

    public void Append(long offset, ActivityEvent activity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(offset, LastOffset);
        var dropped = _tail.Add(new LoggedEvent(offset, activity));
        Interlocked.Exchange(ref _lastOffset, offset);
        _metrics.Appended(activity.Type);
        if (Mode is ActivityLogMode.Memory or ActivityLogMode.Detached)
        {
            _tail.ForgetBefore(_clock.UnixMsBefore(_options.MaxAge));
            return;
        }

        if (dropped > 0) _metrics.Lost(dropped);
        _wake.Set();
        if (_tail.Count >= _options.CommitEvents) _hurry.Set();
    }

    public HealthReading Read() => Mode switch
    {
        ActivityLogMode.Stored => HealthReading.Healthy("Events are written to the log."),
        ActivityLogMode.Memory => HealthReading.Healthy("Events are kept in memory only, as the settings say."),
        _ => HealthReading.Degraded($"{_writer?.Fault?.Detail} Events are kept in memory."),
    };

    public async Task<EventSlice> ReadAsync(EventCriteria criteria, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _reading) > _options.MaxReaders + _options.MaxWaitingReaders)
        {
            Interlocked.Decrement(ref _reading);
            _metrics.ReadRefused();
            return EventSlice.Failed("Too many are reading the log at the moment; try again later.");
        }

        try
        {
            await _readers.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => ReadBoth(criteria, cancellation), cancellation).ConfigureAwait(false);
            }
            finally
            {
                _readers.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _reading);
        }
    }

    /// <summary>Writes what waits, closes the file and lets others have it. To be called after the last <see cref="Append"/>.</summary>
    public void Dispose()
    {
        if (_isStopping) return;
        _isStopping = true;
        _wake.Set();
        _hurry.Set();
        if (_thread?.Join(StopWithin) ?? false) _writer!.Dispose();
    }

    private void Write()
    {
        while (!_isStopping)
        {
            if (_wake.Wait(Tick)) _hurry.Wait(_options.CommitIntervalMs);
            _wake.Reset();
            _hurry.Reset();
            _writer!.Cycle();
        }

        _writer!.Cycle();
    }

    /// <summary>
    /// One page over memory and file. All in memory is newer than all in the file, and what is stored leaves memory only afterwards: so memory is
    /// looked at first, and the file only below what was seen there.
    /// </summary>
    private EventSlice ReadBoth(EventCriteria criteria, CancellationToken cancellation)
    {
        var newest = LastOffset;
        var waiting = _tail.Snapshot();
        var below = waiting.Length > 0 ? waiting[0].Offset : newest + 1;
        try
        {
            return criteria.Start.IsNewer
                ? Upward(criteria, waiting, ReadFile(criteria, criteria.Start.Offset, below, criteria.Limit, cancellation))
                : Downward(criteria, waiting, room => ReadFile(criteria, 0, Math.Min(below, criteria.Start.Offset), room, cancellation));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A read that its caller gave up is interrupted, which looks like a fault.
            cancellation.ThrowIfCancellationRequested();
            return ReadFailed(e);
        }
    }

    private static EventSlice Upward(EventCriteria criteria, LoggedEvent[] waiting, StoredPage stored)
    {
        if (stored.HasMore) return new EventSlice(stored.Items, new EventCursor(stored.LastOffset, IsNewer: true));
        var room = criteria.Limit - stored.Items.Count - stored.Damaged;
        var found = waiting.Where(criteria.Passes).Take(room + 1).ToList();
        if (found.Count <= room) return new EventSlice([.. stored.Items, .. found], null);
        var last = room > 0 ? found[room - 1].Offset : stored.LastOffset;
        return new EventSlice([.. stored.Items, .. found.Take(room)], new EventCursor(last, IsNewer: true));
    }

    private static EventSlice Downward(EventCriteria criteria, LoggedEvent[] waiting, Func<int, StoredPage> readFile)
    {
        var found = waiting.Reverse().Where(criteria.Passes).Take(criteria.Limit + 1).ToList();
        if (found.Count > criteria.Limit)
            return new EventSlice(found[..criteria.Limit], new EventCursor(found[criteria.Limit - 1].Offset, IsNewer: false));
        var stored = readFile(criteria.Limit - found.Count);
        var last = stored.LastOffset > 0 ? stored.LastOffset : found.Count > 0 ? found[^1].Offset : 0;
        return new EventSlice([.. found, .. stored.Items], stored.HasMore ? new EventCursor(last, IsNewer: false) : null);
    }

    private StoredPage ReadFile(EventCriteria criteria, long above, long below, int limit, CancellationToken cancellation)
    {
        if (_writer is not { HasHistory: true } || below - 1 <= above) return new StoredPage([], 0, HasMore: false, 0);
        var page = ActivityReader.Read(_file!, criteria, above, below, limit, cancellation);
        if (page.Damaged == 0) return page;
        _metrics.Damaged(page.Damaged);
        _logger.RowsDamaged(_file!.Path, page.Damaged);
        _writer.Suspect();
        return page;
    }

    private EventSlice ReadFailed(Exception exception)
    {
        var fault = StorageFault.Of(exception);
        _logger.ReadFailed(exception, _file!.Path, fault.Detail);
        if (fault.Kind == StorageFaultKind.Damaged) _writer!.Suspect();
        return EventSlice.Failed($"The log cannot be read at the moment: {fault.Detail}");
    }
}
