namespace CleanLite.Api.Operations;

/// <summary>One request in flight.</summary>
internal sealed record ActiveRequestView(string Id, string Session, string Channel, string Agent, long StartedAt, double DurationMs);
