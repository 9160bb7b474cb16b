namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// When to flush: at once after a quiet spell, else when the window since the last flush has passed. One write per flush and viewer is the cost that
/// counts, so the window is as long as the last flush was wide, up to <paramref name="longest"/>: points for a few of many viewers hardly wait.
/// </summary>
internal sealed class GatherPace(TimeSpan longest, TimeProvider time)
{
    // About what a write to a socket costs, and some for the viewer that reads it.
    private static readonly TimeSpan PerViewer = TimeSpan.FromMicroseconds(70);

    // A flush costs something without any viewer too, and nobody sees a millisecond.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private TimeSpan _window;
    private long _last;

    /// <summary>Waits until it is time to flush, and notes the flush.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        var rest = _window == TimeSpan.Zero ? _window : _window - time.GetElapsedTime(_last);
        if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _last = time.GetTimestamp();
    }

    /// <summary>Notes how many viewers the flush had something for.</summary>
    public void Flushed(int viewers)
    {
        var wide = Shortest + (viewers * PerViewer);
        _window = wide < longest ? wide : longest;
    }
}
