using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests;

/// <summary>Sums of what one server's instruments counted since this was made.</summary>
internal sealed class Counters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _sync = new();
    private readonly Dictionary<string, long> _sums = [];

    public Counters(TestServer server)
    {
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (_sync)
            {
                _sums[instrument.Name] = _sums.GetValueOrDefault(instrument.Name) + value;
                foreach (var tag in tags) _sums[$"{instrument.Name}:{tag.Value}"] = _sums.GetValueOrDefault($"{instrument.Name}:{tag.Value}") + value;
            }
        });
        _listener.Start();
    }

    /// <summary>The sum of an instrument, or of those of its measurements that carry a label: <c>cleanlite.security.refusals:missing</c>.</summary>
    public long this[string name]
    {
        get
        {
            lock (_sync) return _sums.GetValueOrDefault(name);
        }
    }

    public void Dispose() => _listener.Dispose();
}
