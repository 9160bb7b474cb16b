using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// Moves events from memory to the file, and says what happens when it cannot: the one owner of the file. Used by one thread, but for what is
/// volatile. Nothing here throws: a fault becomes a state, a notice and a line in the log.
/// </summary>
internal sealed class ActivityWriter(
    ActivityFile file,
    ActivityTail tail,
    ActivityLogNotices notices,
    ActivityLogMetrics metrics,
    ActivityOptions options,
    ActivityLogSeams seams,
    ILogger logger,
    TimeProvider time,
    SteadyClock clock) : IDisposable
{
    private static readonly TimeSpan HouseEvery = TimeSpan.FromSeconds(1);
    private const int MaxChunksAtOnce = 20;

    private readonly ActivityTrouble _trouble = new(file.Path, tail, notices, logger);

    private ActivityDatabase? _database;
    private volatile StorageFault? _fault;
    private volatile bool _isDetached;
    private volatile bool _hasHistory;
    private volatile bool _isSuspect;
    private bool _mustCheck = true;
    private long _stored;
    private long _doubtful;
    private TimeSpan _houseAt;
    private TimeSpan _retryAt;

    /// <summary>Where events are kept at the moment.</summary>
    public ActivityLogMode Mode => _isDetached ? ActivityLogMode.Detached : _fault is null ? ActivityLogMode.Stored : ActivityLogMode.Degraded;

    /// <summary>Why they are not in the file; null if they are.</summary>
    public StorageFault? Fault => _fault;

    /// <summary>True if the file holds events that belong to this server's history, whether it can be written or not.</summary>
    public bool HasHistory => _hasHistory;

    /// <summary>The number of the newest event known to be in the file.</summary>
    public long Stored => Interlocked.Read(ref _stored);

    private TimeSpan Now => clock.Elapsed;

    /// <summary>Asks for a look at the file's structure: a reader met something odd.</summary>
    public void Suspect() => _isSuspect = true;

    /// <summary>Opens the file for the first time. After that <see cref="Stored"/> says where the numbers go on.</summary>
    public void Start()
    {
        if (!SqliteLibrary.TryLoad(out _, out var missing))
        {
            Fail(StorageFault.NoLibrary(missing), null);
            return;
        }

        // Twice, because a damaged file makes room for a new one.
        if (!TryOpen() && _fault is null) TryOpen();
        if (Mode == ActivityLogMode.Degraded) ReadWhereNumbersGoOn();
    }

    /// <summary>Stores what waits, and keeps house when it is time.</summary>
    public void Cycle()
    {
        if (_isDetached) return;
        _trouble.NoteOverflow(Now);
        if (_database is null && (Now < _retryAt || !TryOpen())) return;
        try
        {
            if (Now >= _houseAt) KeepHouse();
            StoreWaiting();
            _fault = null;
            _trouble.TryEnd(Now);
        }
        catch (Exception e)
        {
            Fail(StorageFault.Of(e), e);
        }
    }

    /// <summary>Closes the file and lets others have it.</summary>
    public void Dispose()
    {
        try
        {
            _database?.Checkpoint();
            _database?.Dispose();
        }
        catch (Exception e)
        {
            // What is not in the file yet is in its journal; the next start finds it.
            logger.Degraded(e, file.Path, StorageFault.Of(e).Detail);
        }

        file.Dispose();
    }

    private bool TryOpen()
    {
        try
        {
            if (_fault?.Word == StorageFault.LowSpace.Word) EnsureSpace(withReserve: true);
            file.Claim();
            var database = ActivityDatabase.Open(file.Path, _mustCheck, seams.MaxPages?.Invoke() ?? 0);
            if (!Adopt(database)) return false;
            SqliteLibrary.TryLoad(out var version, out _);
            logger.Opened(file.Path, database.Count, database.LastOffset, version);
            return true;
        }
        catch (Exception e)
        {
            Fail(StorageFault.Of(e), e);
            return false;
        }
    }

    /// <summary>
    /// Takes the file as ours if its numbers can be: none beyond what we stored, but for a group of which we do not know whether its commit came through.
    /// </summary>
    private bool Adopt(ActivityDatabase database)
    {
        var isFirst = !_hasHistory && _fault is null;
        if (!isFirst && database.LastOffset > Math.Max(_stored, _doubtful))
        {
            database.Dispose();
            Fail(StorageFault.Diverged, null);
            return false;
        }

        tail.SettleUpTo(database.LastOffset);
        Interlocked.Exchange(ref _stored, Math.Max(_stored, database.LastOffset));
        (_database, _hasHistory, _mustCheck, _doubtful) = (database, true, false, 0);
        return true;
    }

    /// <summary>The file cannot be written: what it holds may still be read, and the numbers must go on behind it.</summary>
    private void ReadWhereNumbersGoOn()
    {
        try
        {
            if (!file.Exists) return;
            Interlocked.Exchange(ref _stored, Math.Max(0, ActivityReader.LastOffset(file)));
            _hasHistory = true;
        }
        catch (Exception e)
        {
            logger.ReadFailed(e, file.Path, StorageFault.Of(e).Detail);
        }
    }

    private void StoreWaiting()
    {
        while (tail.Take(options.CommitEvents) is { IsEmpty: false } group)
        {
            var begun = time.GetTimestamp();
            try
            {
                _database!.Store(group.Span);
            }
            catch
            {
                _doubtful = group.Span[^1].Offset;
                tail.Return();
                throw;
            }

            Interlocked.Exchange(ref _stored, group.Span[^1].Offset);
            tail.Settle();
            metrics.Stored(group.Length, time.GetElapsedTime(begun));
            _database.TrimToCount(options.MaxEvents);
        }
    }

    private void KeepHouse()
    {
        _houseAt = Now + HouseEvery;
        if (!file.Exists) throw new StorageException(StorageFault.Gone);
        if (_isSuspect)
        {
            _isSuspect = false;
            _database!.Check();
        }

        EnsureSpace(withReserve: false);
        var oldest = clock.UnixMsBefore(options.MaxAge);
        Repeat(() => _database!.TrimToAge(oldest));
        Repeat(() => _database!.TrimToCount(options.MaxEvents));
        Repeat(() => _database!.TrimToBytes(options.MaxFileBytes));
        _database!.Checkpoint();
    }

    private static void Repeat(Func<bool> step)
    {
        for (var i = 0; i < MaxChunksAtOnce && step(); i++)
        {
        }
    }

    private void EnsureSpace(bool withReserve)
    {
        if (options.MinFreeBytes == 0) return;
        var (free, total) = seams.MeasureSpace is { } measure ? measure() : file.MeasureSpace();
        var floor = Math.Min(options.MinFreeBytes, total / 20);

        // Coming back takes a quarter more than staying, so that the log does not come and go at the edge.
        if (free < (withReserve ? floor + (floor / 4) : floor)) throw new StorageException(StorageFault.LowSpace);
    }

    private void Fail(StorageFault fault, Exception? exception)
    {
        metrics.Failed(fault);
        Close();
        switch (fault.Kind)
        {
            case StorageFaultKind.Damaged when TrySetAside(fault):
                break;
            case StorageFaultKind.Unusable:
                Detach(fault);
                break;
            default:
                Degrade(fault, exception);
                break;
        }
    }

    private void Close()
    {
        try
        {
            _database?.Dispose();
        }
        catch (Exception e)
        {
            logger.ReadFailed(e, file.Path, StorageFault.Of(e).Detail);
        }

        _database = null;
    }

    private bool TrySetAside(StorageFault fault)
    {
        try
        {
            var last = SalvageLastOffset();
            var aside = file.SetAside();
            Interlocked.Exchange(ref _stored, Math.Max(_stored, last));
            (_hasHistory, _mustCheck, _retryAt, _fault) = (false, true, Now, null);
            logger.SetAside(file.Path, fault.Detail, aside);
            notices.Leave(
                "system.log_set_aside", Severity.Error, $"{fault.Detail} It was set aside as {aside}; a new one is begun.", fault, ("aside", aside));
            return true;
        }
        catch (Exception e)
        {
            logger.ReadFailed(e, file.Path, StorageFault.Of(e).Detail);
            return false;
        }
    }

    /// <summary>The newest number in a damaged file, if its row can still be read and is sound: offsets go on from there.</summary>
    private long SalvageLastOffset()
    {
        try
        {
            return ActivityReader.LastOffset(file);
        }
        catch (Exception)
        {
            // Nothing to be had; numbers begin anew.
            return 0;
        }
    }

    private void Detach(StorageFault fault)
    {
        (_fault, _isDetached, _hasHistory) = (fault, true, false);
        tail.MaxEvents = options.MaxEvents;
        file.Dispose();
        logger.Detached(file.Path, fault.Detail);
        notices.Leave("system.log_memory_only", Severity.Error, $"{fault.Detail} Events are kept in memory until then.", fault);
    }

    private void Degrade(StorageFault fault, Exception? exception)
    {
        _retryAt = Now + TimeSpan.FromMilliseconds(options.RetryIntervalMs);
        _fault = fault;
        _trouble.Degrade(fault, exception, Now);
    }
}
