namespace CleanLite.Api.Operations;

/// <summary>Calls of language models since the start, and the newest of them.</summary>
internal sealed record ModelCallsView(long Total, long Failed, double AverageLatencyMs, double ErrorRate, IReadOnlyList<ModelCallView> RecentCalls);
