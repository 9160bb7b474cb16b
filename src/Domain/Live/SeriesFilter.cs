using CleanLite.Domain.Ingest;

namespace CleanLite.Domain.Live;

/// <summary>Which series a viewer wants: the fields are joined by AND (live.md, section 4). Filters with the same <see cref="Key"/> say the same.</summary>
public sealed class SeriesFilter
{
    private readonly PatternList _agents;
    private readonly PatternList _metrics;
    private readonly KeyValuePair<string, PatternList>[] _labels;

    /// <summary>Makes a filter of patterns for the agent id, the metric name and the value of each label named.</summary>
    /// <exception cref="FormatException">A label's name is not plain text.</exception>
    public SeriesFilter(PatternList agents, PatternList metrics, IEnumerable<KeyValuePair<string, PatternList>> labels)
    {
        _agents = agents;
        _metrics = metrics;
        _labels = [.. labels.OrderBy(l => l.Key, StringComparer.Ordinal)];
        if (Array.Find(_labels, l => Text.IsUnfit(l.Key)) is { Value: not null } unfit)
            throw new FormatException($"The label name '{Text.Excerpt(unfit.Key)}' holds control characters or broken text; plain text is allowed.");

        // Control characters separate the parts: no pattern or name can hold one, so no two filters share a key by accident.
        Key = string.Join(
            '\u0001',
            _labels.Select(l => $"{l.Key}\u0002{l.Value.Key}").Prepend(_metrics.Key).Prepend(_agents.Key));
    }

    /// <summary>Every series.</summary>
    public static SeriesFilter All { get; } = new(PatternList.Any, PatternList.Any, []);

    /// <summary>True if every series passes.</summary>
    public bool IsAll => _agents.IsAny && _metrics.IsAny && _labels.Length == 0;

    /// <summary>Names the filter: the same for all that say the same, so that they share one log.</summary>
    public string Key { get; }

    /// <summary>True if <paramref name="series"/> is wanted. A series keeps its answer for as long as it lives.</summary>
    public bool Passes(Series series)
    {
        if (!_agents.Passes(series.Agent.Value) || !_metrics.Passes(series.Metric.Value)) return false;
        foreach (var (name, patterns) in _labels)
        {
            if (!patterns.Passes(series.Labels.Find(name))) return false;
        }

        return true;
    }
}
