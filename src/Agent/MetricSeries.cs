using CleanLite.V1;

namespace CleanLite.Agent;

/// <summary>
/// What a series is: its metric, kind, unit and labels. Make one per series, keep it, and report points of it: points share
/// the description, so that reporting costs no more than the points themselves. Immutable and safe to share between threads.
/// </summary>
public sealed class MetricSeries
{
    private readonly KeyValuePair<string, string>[] _labels;

    /// <summary>Describes a series. The server judges names and values; this type only refuses a label named twice.</summary>
    /// <param name="metric">Metric name, 1 to 255 characters: <c>[A-Za-z_:][A-Za-z0-9_.:/-]*</c>.</param>
    /// <param name="kind">Gauge, or counter for a cumulative total whose fall means a restart.</param>
    /// <param name="unit">UCUM unit: <c>By</c>, <c>s</c>, <c>1</c>, <c>{request}</c>.</param>
    /// <param name="labels">Names and values that tell this series from others of its metric.</param>
    /// <exception cref="ArgumentException">A label name appears twice.</exception>
    public MetricSeries(string metric, MetricKind kind, string unit, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(unit);
        Metric = metric;
        Kind = kind;
        Unit = unit;
        _labels = new KeyValuePair<string, string>[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            _labels[i] = new(labels[i].Name, labels[i].Value);
        EncodedSize = ToMessage().CalculateSize();
    }

    /// <summary>Metric name.</summary>
    public string Metric { get; }

    /// <summary>Gauge or counter.</summary>
    public MetricKind Kind { get; }

    /// <summary>UCUM unit.</summary>
    public string Unit { get; }

    /// <summary>Labels in the order in which they were given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels => _labels;

    /// <summary>Bytes of this description on the wire, without points.</summary>
    internal int EncodedSize { get; }

    /// <summary>A new message that describes this series and holds no point yet.</summary>
    internal TimeSeries ToMessage()
    {
        var message = new TimeSeries { Metric = Metric, Unit = Unit, Kind = Kind };
        foreach (var (name, value) in _labels)
            message.Labels.Add(name, value);
        return message;
    }
}
