namespace CleanLite.Agent.Session;

/// <summary>
/// How long to wait before the next attempt to connect: anywhere between the minimum and a ceiling that doubles with every
/// failure up to the maximum (full jitter).
/// </summary>
internal sealed class Backoff(TimeSpan minimum, TimeSpan maximum, Random jitter)
{
    // When a server dies, all agents notice in the same instant. A first ceiling of six times the minimum keeps any one
    // second of their return at about a fifth of the fleet.
    private const int FirstCeiling = 6;
    private const int MaxDoublings = 16;

    private int _failures;

    /// <summary>The wait after one more failure.</summary>
    public TimeSpan Next()
    {
        var ceiling = minimum * FirstCeiling * Math.Pow(2, Math.Min(_failures++, MaxDoublings));
        return Between(minimum, ceiling < maximum ? ceiling : maximum);
    }

    /// <summary>A wait of at least the time given and up to half as long again, so that those given the same time spread.</summary>
    public TimeSpan NotBefore(TimeSpan earliest) => Between(earliest, earliest * 1.5);

    /// <summary>Starts over: the link has proven stable.</summary>
    public void Reset() => _failures = 0;

    private TimeSpan Between(TimeSpan low, TimeSpan high) => low + (high - low) * jitter.NextDouble();
}
