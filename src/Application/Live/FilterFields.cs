using CleanLite.Domain.Live;

namespace CleanLite.Application.Live;

/// <summary>Gathers the patterns of a filter, from a query or from a command, within limits.</summary>
public sealed class FilterFields
{
    /// <summary>Most patterns in one filter.</summary>
    public const int MaxPatterns = 100;

    private readonly List<string> _agents = [];
    private readonly List<string> _metrics = [];
    private readonly List<string> _types = [];
    private readonly List<string> _severities = [];
    private readonly Dictionary<string, List<string>> _labels = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Adds a pattern for the agent id.</summary>
    public void AddAgent(string pattern) => Add(_agents, pattern);

    /// <summary>Adds a pattern for the metric name.</summary>
    public void AddMetric(string pattern) => Add(_metrics, pattern);

    /// <summary>Adds a pattern for the type of an event.</summary>
    public void AddType(string pattern) => Add(_types, pattern);

    /// <summary>Adds a pattern for the severity of an event.</summary>
    public void AddSeverity(string pattern) => Add(_severities, pattern);

    /// <summary>Adds a pattern for the value of the label <paramref name="name"/>.</summary>
    public void AddLabel(string name, string pattern)
    {
        if (!_labels.TryGetValue(name, out var patterns)) _labels[name] = patterns = [];
        Add(patterns, pattern);
    }

    /// <summary>The filter for series.</summary>
    /// <exception cref="FormatException">A pattern is not one, or there are more than <see cref="MaxPatterns"/>.</exception>
    public SeriesFilter ToSeriesFilter()
    {
        if (_count > MaxPatterns) throw new FormatException($"The filter has {_count} patterns; at most {MaxPatterns} are allowed.");
        var labels = _labels.Select(l => KeyValuePair.Create(l.Key, new PatternList(l.Value)));
        return _count == 0 ? SeriesFilter.All : new SeriesFilter(new PatternList(_agents), new PatternList(_metrics), labels);
    }

    /// <summary>The filter for events.</summary>
    /// <exception cref="FormatException">A pattern is not one, or there are more than <see cref="MaxPatterns"/>.</exception>
    public EventFilter ToEventFilter()
    {
        if (_count > MaxPatterns) throw new FormatException($"The filter has {_count} patterns; at most {MaxPatterns} are allowed.");
        return _count == 0
            ? EventFilter.All
            : new EventFilter(new PatternList(_agents), new PatternList(_types), new PatternList(_severities));
    }

    private void Add(List<string> patterns, string pattern)
    {
        // Counted beyond the limit, kept up to it: the fault can name the number, the memory stays small.
        if (++_count <= MaxPatterns) patterns.Add(pattern);
    }
}
