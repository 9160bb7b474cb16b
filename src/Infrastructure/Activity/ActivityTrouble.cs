using System.Globalization;
using CleanLite.Domain.Activity;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// A stretch of time in which the disk does not keep up: it is told when it begins and when it ends, with what was lost, and not in between. Times are
/// those of the monotonic clock. Used by the writer's thread.
/// </summary>
internal sealed class ActivityTrouble(string path, ActivityTail tail, ActivityLogNotices notices, ILogger logger)
{
    /// <summary>How long nothing may have been lost until a stretch of overflows counts as over.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    private TimeSpan? _since;
    private TimeSpan _calmSince;
    private bool _isDegraded;
    private long _droppedBefore;
    private long _droppedSeen;

    /// <summary>The disk failed.</summary>
    public void Degrade(StorageFault fault, Exception? exception, TimeSpan now)
    {
        _since ??= now;
        if (_isDegraded) return;
        _isDegraded = true;
        logger.Degraded(exception, path, fault.Detail);
        notices.Leave("system.log_degraded", Severity.Error, $"{fault.Detail} Events are kept in memory and written when it works again.", fault);
    }

    /// <summary>Looks whether events were lost for want of room.</summary>
    public void NoteOverflow(TimeSpan now)
    {
        if (tail.Dropped == _droppedSeen) return;
        (_droppedSeen, _calmSince) = (tail.Dropped, now);
        if (_since is not null) return;
        _since = now;
        logger.Overflowed(path);
        notices.Leave("system.log_overflow", Severity.Warn, "Events come faster than the disk takes them; the oldest that wait are lost.");
    }

    /// <summary>Everything that waited is stored: the trouble may be over.</summary>
    public void TryEnd(TimeSpan now)
    {
        if (_since is not { } since || (!_isDegraded && now - _calmSince < Calm)) return;
        var (seconds, lost) = ((long)(now - since).TotalSeconds, tail.Dropped - _droppedBefore);
        (_since, _isDegraded, _droppedSeen, _droppedBefore) = (null, false, tail.Dropped, tail.Dropped);
        logger.Recovered(path, seconds, lost);
        notices.Leave(
            "system.log_recovered",
            Severity.Info,
            $"The activity log is written again after {seconds} s; {lost} events were lost meanwhile.",
            fault: null,
            ("lost", lost.ToString(CultureInfo.InvariantCulture)));
    }
}
