namespace CleanLite.Load.Viewers;

/// <summary>
/// Closed loop over the whole way: a round is done once every viewer has seen the points of one more batch, and only then may the publisher
/// send the next. Points that the server merged for a viewer count as seen by it.
/// </summary>
/// <param name="viewers">How many there are.</param>
/// <param name="pointsPerRound">Points of a batch.</param>
/// <param name="onDone">Called once per round, on a viewer loop's thread.</param>
internal sealed class Rounds(int viewers, int pointsPerRound, Action onDone)
{
    // Far more than rounds can be open at a time.
    private readonly int[] _arrived = new int[4096];

    /// <summary>A viewer that had done <paramref name="done"/> rounds has seen <paramref name="points"/> points in all; returns its rounds now.</summary>
    public long Arrive(long done, long points)
    {
        for (var now = points / pointsPerRound; done < now; done++)
        {
            ref var arrived = ref _arrived[done % _arrived.Length];
            if (Interlocked.Increment(ref arrived) < viewers) continue;
            Volatile.Write(ref arrived, 0);
            onDone();
        }

        return done;
    }
}
