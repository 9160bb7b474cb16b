using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;
using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Puts on the meter what is read from the registry: agents by state, and the worst clock.</summary>
internal sealed class FleetGauges(IMeterFactory factory, AgentRegistry agents) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = factory.Create(CleanLiteMeter.Name);
        meter.CreateObservableGauge("cleanlite.agents", CountAgents, "{agent}", "Agents that the server knows, by state.");
        meter.CreateObservableGauge("cleanlite.agent.clock.skew.seconds.max", WorstSkew, "s", "How far the worst clock of an agent online is off.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<int>> CountAgents()
    {
        var counts = agents.Count();
        return [Of("online", counts.Online), Of("stale", counts.Stale), Of("offline", counts.Offline)];

        static Measurement<int> Of(string state, int count) => new(count, new KeyValuePair<string, object?>("state", state));
    }

    private double WorstSkew() => agents.Records.Where(a => a.Current is not null).Max(a => Math.Abs(a.ClockSkewMs ?? 0.0) as double?) / 1_000 ?? 0;
}
