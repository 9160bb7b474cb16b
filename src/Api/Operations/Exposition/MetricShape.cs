using System.Diagnostics.Metrics;

namespace CleanLite.Api.Operations.Exposition;

/// <summary>How an instrument is shown: under which name, as what, with which labels.</summary>
/// <param name="Name">The name of the metric without <c>_total</c>, which counters get where the format wants it.</param>
/// <param name="Type">As what.</param>
/// <param name="Help">A sentence for a person.</param>
/// <param name="Labels">The tags that become labels, and under which names; null: all of them, under their own.</param>
/// <param name="Fixed">Labels that every series gets besides.</param>
/// <param name="FromZero">True if it has one series, without labels, which is there before the first measurement.</param>
internal sealed record MetricShape(
    string Name,
    MetricType Type,
    string Help,
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyList<(string Name, string Value)>? Fixed = null,
    bool FromZero = false)
{
    /// <summary>True if the tag becomes a label.</summary>
    public bool Keeps(string tag) => Labels is null || Labels.ContainsKey(tag);

    /// <summary>The label that the tag becomes.</summary>
    public string LabelOf(string tag) => Labels is null ? MetricNames.Clean(tag) : Labels[tag];

    /// <summary>As what an instrument is shown; null if it is of a kind that is not.</summary>
    public static MetricType? TypeOf(Instrument instrument) => instrument.GetType().GetGenericTypeDefinition() is var kind && kind == typeof(Counter<>)
        || kind == typeof(ObservableCounter<>) ? MetricType.Counter
        : kind == typeof(Histogram<>) ? MetricType.Histogram
        : kind == typeof(UpDownCounter<>) || kind == typeof(ObservableUpDownCounter<>) || kind == typeof(Gauge<>) || kind == typeof(ObservableGauge<>) ? MetricType.Gauge
        : null;
}
