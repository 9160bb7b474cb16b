namespace CleanLite.Infrastructure.Operations;

/// <summary>A request that an agent reported as begun.</summary>
internal sealed record ReportedRequest(string Id, string Session, string Channel, long StartedUnixMs, long StartedAt);
