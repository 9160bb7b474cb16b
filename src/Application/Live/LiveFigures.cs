namespace CleanLite.Application.Live;

/// <summary>What the live room has counted since the start.</summary>
/// <param name="Viewers">Viewers connected now.</param>
/// <param name="MergedPoints">Points left out for slow viewers.</param>
/// <param name="LostEvents">Events that slow viewers missed.</param>
/// <param name="SentBytes">Bytes written to viewers.</param>
/// <param name="DelayP50">Half of the last writes of points to viewers came within this time of taking in their oldest point; null before the first.</param>
/// <param name="DelayP99">The same of 99 in 100.</param>
public readonly record struct LiveFigures(
    long Viewers, long MergedPoints, long LostEvents, long SentBytes, TimeSpan? DelayP50, TimeSpan? DelayP99);
