namespace CleanLite.Load.Commands;

/// <summary>Delays of one measurement, in milliseconds, and the points that viewers saw in it.</summary>
internal readonly record struct DelayFigures(double P50, double P99, double Max, double AckP99, long Points);
