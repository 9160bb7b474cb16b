namespace CleanLite.Abuse.Categories;

/// <summary>Many measurements of one thing.</summary>
internal readonly record struct Sample(int Count, double Mean, double Variance, double Median)
{
    public static Sample Of(double[] values)
    {
        var mean = values.Average();
        return new Sample(values.Length, mean, values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1), values.Order().ElementAt(values.Length / 2));
    }

    /// <summary>Welch's t: how many standard errors the means lie apart.</summary>
    public double TAgainst(Sample other) => (Mean - other.Mean) / Math.Sqrt((Variance / Count) + (other.Variance / other.Count));
}
