namespace CleanLite.Application.Live;

/// <summary>What the live room has counted since the start.</summary>
/// <param name="Viewers">Viewers connected now.</param>
/// <param name="MergedPoints">Points left out for slow viewers.</param>
/// <param name="LostEvents">Events that slow viewers missed.</param>
/// <param name="SentBytes">Bytes written to viewers.</param>
public readonly record struct LiveFigures(long Viewers, long MergedPoints, long LostEvents, long SentBytes);
