namespace CleanLite.Api.Operations;

/// <summary>What <c>/health</c> answers.</summary>
internal sealed record ServerHealth(
    string Status,
    string Version,
    double UptimeSeconds,
    int Agents,
    int Viewers,
    int GrpcPort,
    IReadOnlyList<string> Channels,
    IReadOnlyDictionary<string, HealthCheck> Checks);
