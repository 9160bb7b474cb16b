using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>What the fleet counts: streams that came and went, and how many are there.</summary>
internal sealed class FleetMetrics
{
    private readonly UpDownCounter<long> _connected;
    private readonly Counter<long> _connects;
    private readonly Counter<long> _disconnects;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _unaccounted;

    public FleetMetrics(IMeterFactory factory, TableMetrics tables)
    {
        Tables = tables;
        var meter = factory.Create(CleanLiteMeter.Name);
        _connected = meter.CreateUpDownCounter<long>("cleanlite.agents.connected", "{agent}", "Agents with a stream.");
        _connects = meter.CreateCounter<long>("cleanlite.agents.connects", "{stream}", "Agent streams that were opened.");
        _disconnects = meter.CreateCounter<long>("cleanlite.agents.disconnects", "{stream}", "Agent streams that ended, by reason.");
        _refused = meter.CreateCounter<long>("cleanlite.agents.refused", "{agent}", "Agents turned away at the cap on agents.");
        _unaccounted = meter.CreateCounter<long>(
            "cleanlite.agents.unaccounted", "{event}", "Times that points of an agent were missing over two heartbeats.");
    }

    /// <summary>Counts what full tables of the fleet had to forget.</summary>
    public TableMetrics Tables { get; }

    public void Connected(bool takeover)
    {
        _connects.Add(1);
        if (takeover)
        {
            _disconnects.Add(1, new KeyValuePair<string, object?>("reason", "superseded"));
            return;
        }

        _connected.Add(1);
    }

    public void Disconnected(GoodbyeReason reason)
    {
        _connected.Add(-1);
        var word = reason == GoodbyeReason.Unspecified ? "closed" : reason.ToString().ToLowerInvariant();
        _disconnects.Add(1, new KeyValuePair<string, object?>("reason", word));
    }

    public void Refused() => _refused.Add(1);

    public void Unaccounted() => _unaccounted.Add(1);
}
