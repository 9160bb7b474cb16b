using System.Diagnostics.Metrics;

namespace CleanLite.Testing;

/// <summary>Makes meters that nobody listens to but a <see cref="MeterSums"/>.</summary>
public sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(new MeterOptions(options.Name) { Scope = this });
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(m => m.Dispose());
}
