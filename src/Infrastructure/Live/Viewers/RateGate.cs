namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>Lets <paramref name="limit"/> things pass in any stretch of time of the length <paramref name="per"/>.</summary>
internal sealed class RateGate(int limit, TimeSpan per, TimeProvider time)
{
    private readonly Queue<long> _passed = new();

    /// <summary>True if it may pass; then it counts.</summary>
    public bool TryPass()
    {
        while (_passed.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= per) _passed.Dequeue();
        if (_passed.Count >= limit) return false;
        _passed.Enqueue(time.GetTimestamp());
        return true;
    }
}
