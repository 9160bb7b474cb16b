using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>Listens to what the servers of this process count of agents' answers to pushes.</summary>
internal sealed class VerdictCounter : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly MeterListener _listener = new();

    public VerdictCounter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "cleanlite.pushes.answers") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "verdict", Value: string verdict }) _counts.AddOrUpdate(verdict, measurement, (_, sum) => sum + measurement);
            }
        });
        _listener.Start();
    }

    public long Count(string verdict) => _counts.GetValueOrDefault(verdict);

    public void Dispose() => _listener.Dispose();
}
