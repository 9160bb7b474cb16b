using CleanLite.Application.Live;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>When a viewer is due a ping or a heartbeat, and when it has kept the server waiting too long. Fed by the clock, the reading side and the
/// writer, each on its own thread.</summary>
internal sealed class ViewerDeadlines(LiveOptions options, TimeProvider time)
{
    private const long Never = long.MinValue;

    private long _pingedAt = time.GetTimestamp();
    private long _endingSince = Never;
    private volatile bool _awaitsPong;
    private int _pingDue;
    private int _beatDue;

    /// <summary>True if a ping was not answered in time. It counts from when it fell due: a viewer that takes nothing gets no ping either.</summary>
    public bool IsPongOverdue => _awaitsPong && IsPast(Volatile.Read(ref _pingedAt), options.PongTimeoutMs);

    /// <summary>True if the viewer has not answered the close in time.</summary>
    public bool IsCloseOverdue => Volatile.Read(ref _endingSince) is var since and not Never && IsPast(since, options.CloseTimeoutMs);

    public void Ending() => Volatile.Write(ref _endingSince, time.GetTimestamp());

    public void PongCame() => _awaitsPong = false;

    /// <summary>Asks for a ping if the time has come.</summary>
    public bool ShouldPing()
    {
        if (_awaitsPong || !IsPast(Volatile.Read(ref _pingedAt), options.PingIntervalMs)) return false;
        Volatile.Write(ref _pingedAt, time.GetTimestamp());
        _awaitsPong = true;
        Volatile.Write(ref _pingDue, 1);
        return true;
    }

    /// <summary>Asks for a heartbeat if the last message left too long ago.</summary>
    public bool ShouldBeat(long lastMessage)
    {
        if (!IsPast(lastMessage, options.HeartbeatMs)) return false;
        Volatile.Write(ref _beatDue, 1);
        return true;
    }

    public bool TakePing() => Interlocked.Exchange(ref _pingDue, 0) == 1;

    public bool TakeBeat() => Interlocked.Exchange(ref _beatDue, 0) == 1;

    private bool IsPast(long timestamp, int milliseconds) => time.GetElapsedTime(timestamp).TotalMilliseconds >= milliseconds;
}
