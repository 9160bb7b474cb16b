using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Whether there is room for another agent.</summary>
internal sealed class FleetHealth(IAgentRegistry agents, FleetOptions options) : IHealthProbe
{
    public string Name => "fleet";

    public HealthReading Read()
    {
        var counts = agents.Count();
        return counts.Present < options.MaxAgents
            ? HealthReading.Healthy($"{counts.Online} agents online, {counts.Stale} stale, {counts.Offline} offline.")
            : HealthReading.Degraded($"{counts.Present} agents are there, as many as there may be.");
    }
}
