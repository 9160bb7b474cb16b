using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;

namespace CleanLite.Api.Hosting;

/// <summary>Counts the connections that found no room, and those that made no use of it.</summary>
internal sealed class ConnectionMetrics(IMeterFactory factory)
{
    private readonly Counter<long> _refused = factory.Create(CleanLiteMeter.Name)
        .CreateCounter<long>("cleanlite.connections.refused", "{connection}", "Connections closed at the cap on connections, by listener.");

    private readonly Counter<long> _mute = factory.Create(CleanLiteMeter.Name)
        .CreateCounter<long>("cleanlite.connections.mute", "{connection}", "Connections closed because they did not begin to speak, by listener.");

    public void Mute(string listener) => _mute.Add(1, new KeyValuePair<string, object?>("listener", listener));

    public void Refused(string listener) => _refused.Add(1, new KeyValuePair<string, object?>("listener", listener));
}
