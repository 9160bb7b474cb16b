namespace CleanLite.Application.Operations;

/// <summary>The calls of language models since the start.</summary>
/// <param name="Total">How many.</param>
/// <param name="Failed">How many of them went wrong.</param>
/// <param name="AverageLatencyMs">Their mean latency in milliseconds; 0 without calls.</param>
/// <param name="Recent">The newest ones, newest first.</param>
public sealed record ModelCallFigures(long Total, long Failed, double AverageLatencyMs, IReadOnlyList<ModelCallRecord> Recent)
{
    /// <summary>The part that went wrong, 0 to 1.</summary>
    public double ErrorRate => Total == 0 ? 0 : (double)Failed / Total;
}
