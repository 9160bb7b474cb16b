using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;

namespace CleanLite.Api.Hosting;

/// <summary>Counts the connections that found no room.</summary>
internal sealed class ConnectionMetrics(IMeterFactory factory)
{
    private readonly Counter<long> _refused = factory.Create(CleanLiteMeter.Name)
        .CreateCounter<long>("cleanlite.connections.refused", "{connection}", "Connections closed at the cap on connections, by listener.");

    public void Refused(string listener) => _refused.Add(1, new KeyValuePair<string, object?>("listener", listener));
}
