using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CleanLite.Api.Operations.Exposition;

/// <summary>What one instrument has measured. The number of its series is bounded: measurements of further ones are counted and left out.</summary>
internal sealed class InstrumentReading
{
    private static readonly double[] UsualBounds = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<LabelValues, MetricCell> _cells = new();
    private readonly Instrument _instrument;
    private readonly double[] _bounds;
    private readonly bool _sets;
    private readonly int _maxSeries;
    private readonly Action _leftOut;

    public InstrumentReading(Instrument instrument, MetricShape shape, int maxSeries, Action leftOut)
    {
        (_instrument, Shape, _maxSeries, _leftOut) = (instrument, shape, maxSeries, leftOut);
        _bounds = shape.Type != MetricType.Histogram ? [] : BoundsOf(instrument) ?? UsualBounds;
        _sets = instrument.GetType().GetGenericTypeDefinition() == typeof(Gauge<>);

        if (shape.FromZero || (!instrument.IsObservable && shape.Labels is { Count: 0 })) _cells[default] = new MetricCell(_bounds);
    }

    public MetricShape Shape { get; }

    /// <summary>Takes a measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new LabelValues(tags, Shape);
        if (!_cells.TryGetValue(labels, out var cell))
        {
            if (_cells.Count >= _maxSeries)
            {
                _leftOut();
                return;
            }

            cell = _cells.GetOrAdd(labels, _ => new MetricCell(_bounds));
        }

        if (Shape.Type == MetricType.Histogram) cell.Observe(value);
        else if (_sets) cell.Set(value);
        else cell.Add(value);
    }

    /// <summary>Before an observable instrument is asked: what it says next is all there is.</summary>
    public void Reset()
    {
        if (!_instrument.IsObservable) return;
        foreach (var (_, cell) in _cells) cell.Reset();
    }

    /// <summary>The series now.</summary>
    public IEnumerable<MetricSample> Read()
    {
        foreach (var (labels, cell) in _cells)
        {
            if (cell.Read([.. Shape.Fixed ?? [], .. labels.ToLabels(Shape)]) is { } sample) yield return sample;
        }
    }

    private static double[]? BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(b => (double)b)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(b => (double)b)],
        _ => null,
    };
}
