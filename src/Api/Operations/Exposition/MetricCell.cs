namespace CleanLite.Api.Operations.Exposition;

/// <summary>The figures of one series. Thread-safe.</summary>
internal sealed class MetricCell
{
    private readonly Lock _sync = new();
    private readonly double[] _bounds;
    private readonly long[] _buckets;
    private double _value;
    private long _count;
    private bool _isCurrent = true;

    /// <param name="bounds">The upper bounds of the buckets of a histogram, rising; empty for anything else.</param>
    public MetricCell(double[] bounds) => (_bounds, _buckets) = (bounds, bounds.Length == 0 ? [] : new long[bounds.Length + 1]);

    /// <summary>Adds to a counter.</summary>
    public void Add(double value)
    {
        lock (_sync)
        {
            _value += value;
            _isCurrent = true;
        }
    }

    /// <summary>Sets a gauge.</summary>
    public void Set(double value)
    {
        lock (_sync) _value = value;
    }

    /// <summary>Takes an observation of a histogram.</summary>
    public void Observe(double value)
    {
        if (double.IsNaN(value)) return;
        var bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket]) bucket++;
        lock (_sync)
        {
            _buckets[bucket]++;
            _count++;
            _value += value;
        }
    }

    /// <summary>Forgets what an observable instrument said last: it is about to be asked again.</summary>
    public void Reset()
    {
        lock (_sync) (_value, _isCurrent) = (0, false);
    }

    /// <summary>The figures now; null if an observable instrument did not mention the series when it was asked last.</summary>
    public MetricSample? Read((string Name, string Value)[] labels)
    {
        lock (_sync) return _isCurrent ? new MetricSample(labels, _value, _count, _bounds, [.. _buckets]) : null;
    }
}
