using CleanLite.V1;

namespace CleanLite.Agent.Session;

/// <summary>How large one batch may be.</summary>
internal readonly record struct BatchLimits(int MaxBytes, int MaxSeries, int MaxPoints)
{
    // Upper bounds of what the encoding adds: sequence and message frames; tags and lengths of a series; a timestamp and a value.
    private const int BatchBytes = 32;
    private const int SeriesBytes = 24;
    private const int PointBytes = 18;

    /// <summary>What the contract's server allows unless it says otherwise.</summary>
    public static BatchLimits Default { get; } = new(4 * 1024 * 1024, 10_000, 100_000);

    /// <summary>The limits that a server announced; what it left at zero keeps the default.</summary>
    public static BatchLimits From(Limits? announced) => new(
        Announced(announced?.MaxBatchBytes, Default.MaxBytes),
        Announced(announced?.MaxSeriesPerBatch, Default.MaxSeries),
        Announced(announced?.MaxPointsPerBatch, Default.MaxPoints));

    /// <summary>
    /// How many of the points, from the first on, fit one batch. At least one: whether that is too large, the server says.
    /// </summary>
    public int Fit(ReadOnlySpan<MetricPoint> points)
    {
        var series = 0;
        long bytes = BatchBytes;
        for (var i = 0; i < points.Length; i++)
        {
            bytes += PointBytes;
            if (i == 0 || !ReferenceEquals(points[i].Series, points[i - 1].Series))
            {
                series++;
                bytes += points[i].Series.EncodedSize + SeriesBytes;
            }

            if (i > 0 && (i >= MaxPoints || series > MaxSeries || bytes > MaxBytes))
                return i;
        }

        return points.Length;
    }

    private static int Announced(uint? value, int fallback) =>
        value is null or 0 ? fallback : (int)Math.Min(value.Value, int.MaxValue);
}
