namespace CleanLite.Api.Operations;

/// <summary>The viewers, and what they were sent.</summary>
internal sealed record LiveView(
    long Viewers, long MergedPoints, long LostEvents, long SentBytes, double? DelayP50Ms, double? DelayP99Ms);
