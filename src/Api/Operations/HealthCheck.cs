namespace CleanLite.Api.Operations;

/// <summary>One part of the server, and how it is.</summary>
internal sealed record HealthCheck(string Status, string Description);
