using CleanLite.Domain.Fleet;

namespace CleanLite.Domain.Ingest;

/// <summary>
/// A series that the server knows: there is one instance for each agent, metric and label set while the series lives, so that instances
/// are compared by reference. <see cref="Number"/> is its place in every table kept beside; a number is used again after its series left,
/// therefore a table entry is valid only while it holds the same instance.
/// </summary>
public sealed class Series(int number, AgentId agent, SeriesDefinition definition)
{
    private volatile SeriesDefinition _definition = definition;

    /// <summary>Its place in tables, from 0; dense.</summary>
    public int Number { get; } = number;

    /// <summary>Whose series it is.</summary>
    public AgentId Agent { get; } = agent;

    /// <summary>Name, labels, and the unit and kind last declared.</summary>
    public SeriesDefinition Definition => _definition;

    /// <summary>The metric's name.</summary>
    public MetricName Metric => _definition.Metric;

    /// <summary>The labels.</summary>
    public LabelSet Labels => _definition.Labels;

    /// <summary>The unit last declared (UCUM), empty if none.</summary>
    public string Unit => _definition.Unit;

    /// <summary>Takes over unit and kind of a newer declaration of the same series.</summary>
    public void Redeclare(SeriesDefinition newer) => _definition = newer;
}
