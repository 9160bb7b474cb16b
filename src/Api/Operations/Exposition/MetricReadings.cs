using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;

namespace CleanLite.Api.Operations.Exposition;

/// <summary>Listens to the instruments of this server (not of another one in the same process) and sums up what they measure.</summary>
internal sealed class MetricReadings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();
    private readonly List<InstrumentReading> _instruments = [];
    private readonly OperationsOptions _options;
    private long _leftOut;

    public MetricReadings(IMeterFactory factory, OperationsOptions options)
    {
        _options = options;
        factory.Create(CleanLiteMeter.Name).CreateObservableCounter(
            "cleanlite.metrics.left_out", () => Interlocked.Read(ref _leftOut), "{measurement}", "Measurements left out of /metrics, because their metric has too many series.");
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The runtime's meter belongs to the process; all others to the server whose factory made them.
            if (instrument.Meter.Scope is null ? instrument.Meter.Name == "System.Runtime" : ReferenceEquals(instrument.Meter.Scope, factory))
                Add(instrument, listener);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((InstrumentReading)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((InstrumentReading)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((InstrumentReading)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => ((InstrumentReading)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>How each instrument listened to is shown.</summary>
    public IReadOnlyList<MetricShape> Shapes
    {
        get
        {
            lock (_instruments) return [.. _instruments.Select(i => i.Shape)];
        }
    }

    /// <summary>Every metric now, by name; the series of each by label.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        // One at a time: an observable instrument is forgotten, asked and read as one step.
        lock (_reading)
        {
            InstrumentReading[] instruments;
            lock (_instruments) instruments = [.. _instruments];
            foreach (var instrument in instruments) instrument.Reset();
            _listener.RecordObservableInstruments();
            return [.. instruments.GroupBy(i => i.Shape.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(FamilyOf)];
        }
    }

    public void Dispose() => _listener.Dispose();

    private static MetricFamily FamilyOf(IGrouping<string, InstrumentReading> metric)
    {
        // Several instruments may feed one metric; a series that two of them claim is the first one's.
        var shape = metric.First().Shape;
        var samples = metric.Where(i => i.Shape.Type == shape.Type).SelectMany(i => i.Read());
        return new MetricFamily(shape.Name, shape.Type, shape.Help, [.. samples.DistinctBy(s => s.Key).OrderBy(s => s.Key, StringComparer.Ordinal)]);
    }

    private void Add(Instrument instrument, MeterListener listener)
    {
        if (MetricNames.ShapeOf(instrument) is not { } shape) return;
        var reading = new InstrumentReading(instrument, shape, _options.MaxSeriesPerMetric, () => Interlocked.Increment(ref _leftOut));
        lock (_instruments) _instruments.Add(reading);
        listener.EnableMeasurementEvents(instrument, reading);
    }
}
