using CleanLite.Domain.Activity;

namespace CleanLite.Domain.Live;

/// <summary>Which events of a channel a viewer wants: the fields are joined by AND (live.md, section 4). Filters with the same <see cref="Key"/> say the same.</summary>
public sealed class EventFilter
{
    private const string AgentSource = "agent/";

    private readonly PatternList _agents;
    private readonly PatternList _types;
    private readonly PatternList _severities;

    /// <summary>Makes a filter of patterns for the agent, the type and the severity (<c>info</c>, <c>warn</c>, <c>error</c>).</summary>
    public EventFilter(PatternList agents, PatternList types, PatternList severities)
    {
        (_agents, _types, _severities) = (agents, types, severities);

        // Control characters separate the parts: no pattern can hold one, so no two filters share a key by accident.
        Key = $"{agents.Key}\u0001{types.Key}\u0001{severities.Key}";
    }

    /// <summary>Every event.</summary>
    public static EventFilter All { get; } = new(PatternList.Any, PatternList.Any, PatternList.Any);

    /// <summary>Names the filter: the same for all that say the same, so that they share one log.</summary>
    public string Key { get; }

    /// <summary>True if <paramref name="item"/> is wanted.</summary>
    public bool Passes(ActivityEvent item) =>
        _types.Passes(item.Type)
        && (_severities.IsAny || _severities.Passes(NameOf(item.Severity)))
        && (_agents.IsAny || _agents.Passes(AgentOf(item)));

    /// <summary>The name of a severity on the wire.</summary>
    public static string NameOf(Severity severity) => severity switch
    {
        Severity.Warn => "warn",
        Severity.Error => "error",
        _ => "info",
    };

    /// <summary>The agent that an event is about: the one that told it, or the subject of <c>agent.*</c>; null if there is none.</summary>
    public static string? AgentOf(ActivityEvent item)
    {
        if (item.Source.StartsWith(AgentSource, StringComparison.Ordinal)) return item.Source[AgentSource.Length..];
        if (item.Attributes.TryGetValue("agent", out var agent)) return agent;
        return item.Type.StartsWith("agent.", StringComparison.Ordinal) && item.Subject.Length > 0 ? item.Subject : null;
    }
}
