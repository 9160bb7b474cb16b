using System.Diagnostics.Metrics;

namespace CleanLite.Testing;

/// <summary>Adds up what the counters of a <see cref="TestMeters"/> count, from its making on.</summary>
public sealed class MeterSums : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _sync = new();
    private readonly Dictionary<string, long> _sums = [];

    public MeterSums(TestMeters meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (_sync)
            {
                Add(instrument.Name, value);
                foreach (var tag in tags) Add($"{instrument.Name}:{tag.Value}", value);
            }
        });
        _listener.Start();
    }

    /// <summary>The sum of an instrument, or of those of its measurements that carry a label: <c>cleanlite.pushes:queued</c>.</summary>
    public long this[string name]
    {
        get
        {
            lock (_sync) return _sums.GetValueOrDefault(name);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(string name, long value) => _sums[name] = _sums.GetValueOrDefault(name) + value;
}
