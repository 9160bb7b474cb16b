namespace CleanLite.Load.Viewers;

/// <summary>How fast a viewer reads.</summary>
/// <param name="BytesPerSecond">Bytes a second; 0 never reads; <see cref="long.MaxValue"/> reads what comes.</param>
internal readonly record struct Pace(long BytesPerSecond)
{
    public static Pace Eager => new(long.MaxValue);

    /// <summary>A page on a line that has almost broken down.</summary>
    public static Pace Slow => new(1_000);

    public static Pace Never => new(0);

    public bool IsEager => BytesPerSecond == long.MaxValue;
}
