using CleanLite.Domain.Fleet;

namespace CleanLite.Domain.Ingest;

/// <summary>
/// A series that the server knows: there is one instance for each agent, metric and label set while the series lives and is declared the same
/// way, so that instances are compared by reference. <see cref="Number"/> is its place in every table kept beside; a number is used again after
/// its series left, therefore a table entry is valid only while it holds the same instance.
/// </summary>
/// <remarks>There may be a million of them: what is known of a series lies in one object.</remarks>
public sealed class Series(int number, AgentId agent, SeriesDefinition definition)
{
    /// <summary>Its place in tables, from 0; dense.</summary>
    public int Number { get; } = number;

    /// <summary>Whose series it is.</summary>
    public AgentId Agent { get; } = agent;

    /// <summary>The metric's name.</summary>
    public MetricName Metric { get; } = definition.Metric;

    /// <summary>The labels.</summary>
    public LabelSet Labels { get; } = definition.Labels;

    /// <summary>The unit declared (UCUM), empty if none.</summary>
    public string Unit { get; } = definition.Unit;

    /// <summary>Gauge or counter, as declared.</summary>
    public MetricKind Kind { get; } = definition.Kind;

    /// <summary>True once <see cref="Redeclare"/> made another instance of the same series.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>The same series with the unit and kind of a newer declaration, to be used from now on in place of this one.</summary>
    public Series Redeclare(string unit, MetricKind kind = MetricKind.Unspecified)
    {
        IsReplaced = true;
        return new Series(Number, Agent, new SeriesDefinition(Metric, Labels, unit, kind));
    }
}
