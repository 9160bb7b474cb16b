namespace CleanLite.Application.LatestState;

/// <summary>How long series live (settings <c>CleanLite:LatestState</c>).</summary>
public sealed class LatestStateOptions
{
    /// <summary>A series without a new point for this long leaves.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(10);
}
