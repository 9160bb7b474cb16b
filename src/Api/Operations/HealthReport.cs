using CleanLite.Application.Fleet;
using CleanLite.Application.LatestState;
using CleanLite.Application.Live;
using CleanLite.Domain.Fleet;

namespace CleanLite.Api.Operations;

/// <summary>Says how the server is (live.md, section 8).</summary>
internal sealed class HealthReport(ServerLifecycle server, IAgentRegistry agents, ILatestStateStore latest, ILiveViewers viewers)
{
    public const string Healthy = "Healthy";
    public const string Degraded = "Degraded";
    public const string Unhealthy = "Unhealthy";

    private static readonly string[] Channels =
        ["metrics", "agents", "tasks", "budget", "messages", "tools", "bids", "system", "rejects", "events"];

    /// <summary>The state now.</summary>
    public ServerHealth Now()
    {
        var checks = new Dictionary<string, HealthCheck>
        {
            ["lifecycle"] = server.IsDraining ? new(Degraded, "The server is stopping.")
                : server.IsReady ? new(Healthy, "Both listeners are open.")
                : new(Degraded, "The server is starting."),
            ["series"] = new(Healthy, $"{latest.SeriesCount} live series."),
        };
        return new ServerHealth(
            checks.Values.Select(c => c.Status).Aggregate(Healthy, Worse),
            server.Version,
            Math.Round(server.Uptime.TotalSeconds, 1),
            agents.List().Count(a => a.State != AgentState.Offline),
            viewers.Count,
            Channels,
            checks);
    }

    private static string Worse(string a, string b) =>
        a == Unhealthy || b == Unhealthy ? Unhealthy : a == Degraded || b == Degraded ? Degraded : Healthy;
}
