namespace CleanLite.Agent.Demo;

/// <summary>A value that moves as real ones do: a slow swing, a walk on top of it, never outside its range.</summary>
internal sealed class Wave(Random random, double low, double high)
{
    private readonly double _period = 60 + 240 * random.NextDouble();
    private readonly double _phase = random.NextDouble();
    private double _walk;

    /// <summary>The value at a time in seconds.</summary>
    public double At(double seconds)
    {
        _walk = Math.Clamp(_walk + 0.1 * (random.NextDouble() - 0.5), -0.3, 0.3);
        var swing = 0.5 + 0.25 * Math.Sin(2 * Math.PI * (seconds / _period + _phase));
        return low + (high - low) * Math.Clamp(swing + _walk, 0, 1);
    }
}
