namespace CleanLite.Agent.Session;

/// <summary>Says when the next heartbeat is due and measures the round trip of the one that was answered.</summary>
internal sealed class HeartbeatClock(TimeProvider time, TimeSpan interval)
{
    private long _startedAt = time.GetTimestamp();
    private long _pendingUnixMs;

    public TimeSpan UntilDue
    {
        get
        {
            var left = interval - time.GetElapsedTime(Volatile.Read(ref _startedAt));
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>One is due now.</summary>
    public void Hurry() => Volatile.Write(ref _startedAt, time.GetTimestamp() - (long)Math.Ceiling(interval.TotalSeconds * time.TimestampFrequency));

    public void Sent(DateTimeOffset at)
    {
        Volatile.Write(ref _startedAt, time.GetTimestamp());
        Volatile.Write(ref _pendingUnixMs, at.ToUnixTimeMilliseconds());
    }

    /// <summary>Null if the answer is not to the newest heartbeat.</summary>
    public TimeSpan? RoundTripOf(long echoUnixMs) =>
        echoUnixMs == Volatile.Read(ref _pendingUnixMs) ? time.GetElapsedTime(Volatile.Read(ref _startedAt)) : null;
}
