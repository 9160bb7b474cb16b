namespace CleanLite.Api.Operations.Exposition;

/// <summary>One series as it is written.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">The value; of a histogram the sum of the observations.</param>
/// <param name="Count">Of a histogram: how many observations.</param>
/// <param name="Bounds">Of a histogram: the upper bounds of the buckets but the last, which has none.</param>
/// <param name="Buckets">Of a histogram: the observations in each bucket by itself.</param>
internal sealed record MetricSample((string Name, string Value)[] Labels, double Value, long Count, double[] Bounds, long[] Buckets)
{
    /// <summary>The labels as one text, to sort by and to tell series apart.</summary>
    public string Key { get; } = string.Join('\u0001', Labels.Select(l => $"{l.Name}\u0002{l.Value}"));
}
