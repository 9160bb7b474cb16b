using System.Runtime.InteropServices;

namespace CleanLite.Agent.Host;

/// <summary>The points of one tick, all of the same instant. Reused from tick to tick.</summary>
internal sealed class PointList
{
    private readonly List<MetricPoint> _points = [];
    private long _unixMs;

    public ReadOnlySpan<MetricPoint> Points => CollectionsMarshal.AsSpan(_points);

    public void Begin(DateTimeOffset at)
    {
        _points.Clear();
        _unixMs = at.ToUnixTimeMilliseconds();
    }

    /// <summary>Adds a point. A value that is not a finite number means that the source did not tell: it is left out.</summary>
    public void Add(MetricSeries series, double value)
    {
        if (double.IsFinite(value))
            _points.Add(new(series, _unixMs, value));
    }

    /// <summary>Takes points out again.</summary>
    public void RemoveAll(Predicate<MetricPoint> which) => _points.RemoveAll(which);
}
