using CleanLite.Api.Hosting;
using CleanLite.Application.Fleet;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Domain.Live;

namespace CleanLite.Api.Operations;

/// <summary>
/// Says how the server is (live.md, section 8). Alive: it serves, and a restart would mend nothing. Ready: send it traffic. An overloaded server, or one
/// whose disk is broken, is degraded but stays ready: it tells agents to wait and shows viewers what it has, and with it gone there would be nobody.
/// </summary>
internal sealed class HealthReport(ServerLifecycle server, Settings settings, IAgentRegistry agents, ILiveViewers viewers, IEnumerable<IHealthProbe> probes)
{
    private readonly IHealthProbe[] _probes = [.. probes];

    /// <summary>False if a part of the server has failed for good.</summary>
    public bool IsAlive => _probes.All(p => p.Read().State != HealthState.Unhealthy);

    /// <summary>True from the moment both listeners are open until the server is told to stop, while it is alive.</summary>
    public bool IsReady => server.IsReady && IsAlive;

    /// <summary>Why <see cref="IsReady"/> says what it says, in a word.</summary>
    public string Readiness => server.IsDraining ? "draining" : !server.IsReady ? "starting" : IsAlive ? "ready" : "unhealthy";

    /// <summary>The state now.</summary>
    public ServerHealth Now()
    {
        var readings = new Dictionary<string, HealthReading> { ["lifecycle"] = ReadLifecycle() };
        foreach (var probe in _probes) readings[probe.Name] = probe.Read();
        return new ServerHealth(
            readings.Values.Max(r => r.State).ToString(),
            server.Version,
            Math.Round(server.Uptime.TotalSeconds, 1),
            agents.Count().Present,
            viewers.Count,
            settings.Grpc.Port,
            LiveChannels.All,
            readings.ToDictionary(r => r.Key, r => new HealthCheck(r.Value.State.ToString(), r.Value.Description)));
    }

    private HealthReading ReadLifecycle() => server.IsDraining ? HealthReading.Degraded("The server is stopping.")
        : server.IsReady ? HealthReading.Healthy("Both listeners are open.")
        : HealthReading.Degraded("The server is starting.");
}
