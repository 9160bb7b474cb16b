namespace CleanLite.Agent;

/// <summary>One value of one series at one instant.</summary>
/// <param name="Series">The series it belongs to.</param>
/// <param name="UnixMs">Unix time in milliseconds; strictly increasing within a series.</param>
/// <param name="Value">The value; the server refuses NaN and infinities.</param>
public readonly record struct MetricPoint(MetricSeries Series, long UnixMs, double Value);
