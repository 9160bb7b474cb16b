namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// The wall clock as it was when the process began, carried on by the monotonic one: when an operator or NTP sets the clock forward, nothing expires
/// for it. A clock that is wrong at the start stays wrong until the next.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>Now less <paramref name="age"/>, Unix milliseconds.</summary>
    public long UnixMsBefore(TimeSpan age)
    {
        var now = _startedAt + Elapsed;
        return now - DateTimeOffset.UnixEpoch > age ? (now - age).ToUnixTimeMilliseconds() : 0;
    }
}
