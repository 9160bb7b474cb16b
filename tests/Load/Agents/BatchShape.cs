namespace CleanLite.Load.Agents;

/// <summary>What a batch holds.</summary>
/// <param name="Series">Series in a batch.</param>
/// <param name="PointsPerSeries">Points of each.</param>
internal sealed record BatchShape(int Series, int PointsPerSeries)
{
    public int Points => Series * PointsPerSeries;

    /// <summary>Reads <c>1000x1</c>.</summary>
    /// <exception cref="FormatException">It reads otherwise.</exception>
    public static BatchShape Parse(string text)
    {
        var parts = text.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], out var series) && int.TryParse(parts[1], out var points) && series > 0 && points > 0
            ? new BatchShape(series, points)
            : throw new FormatException($"'{text}' is no batch shape; write <series>x<points per series>, such as 1000x1.");
    }

    public override string ToString() => $"{Series}x{PointsPerSeries}";
}
