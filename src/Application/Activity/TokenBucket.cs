namespace CleanLite.Application.Activity;

/// <summary>
/// Lets so many through per second, and a burst after a pause. Full at first. Times are seconds of a monotonic clock. Not thread-safe: whoever
/// holds it locks it.
/// </summary>
/// <param name="perSecond">How many pass per second on average.</param>
/// <param name="burst">How many pass at once at most.</param>
public sealed class TokenBucket(double perSecond, double burst)
{
    private double _tokens;
    private double _filledAt = double.NegativeInfinity;

    /// <summary>Takes one, if there is one.</summary>
    public bool TryTake(double now)
    {
        if (now > _filledAt)
        {
            _tokens = Math.Min(burst, _tokens + ((now - _filledAt) * perSecond));
            _filledAt = now;
        }

        if (_tokens < 1) return false;
        _tokens--;
        return true;
    }
}
