namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>When to flush: at once after a quiet spell, else when the window since the last flush has passed. One write per flush and viewer is the
/// cost that counts, so under load fewer, larger flushes are cheaper (reference/performance.md).</summary>
internal sealed class GatherPace(TimeSpan window, TimeProvider time)
{
    private long _last = long.MinValue;

    /// <summary>Waits until it is time to flush, and notes the flush.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        if (window > TimeSpan.Zero && _last != long.MinValue)
        {
            var rest = window - time.GetElapsedTime(_last);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _last = time.GetTimestamp();
    }
}
