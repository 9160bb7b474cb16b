using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Activity;

/// <summary>Which events are asked for, and in which direction: the fields are joined by AND, the values of one field by OR.</summary>
public sealed record EventCriteria
{
    /// <summary>Channels; empty: every one.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Severities; empty: every one.</summary>
    public IReadOnlyList<Severity> Severities { get; init; } = [];

    /// <summary>Patterns for the type.</summary>
    public PatternList Types { get; init; } = PatternList.Any;

    /// <summary>Patterns for the agent that an event is about (<see cref="EventFilter.AgentOf"/>).</summary>
    public PatternList Agents { get; init; } = PatternList.Any;

    /// <summary>Patterns for the subject.</summary>
    public PatternList Subjects { get; init; } = PatternList.Any;

    /// <summary>The earliest time, Unix milliseconds, itself included.</summary>
    public long FromUnixMs { get; init; } = long.MinValue;

    /// <summary>The latest time, Unix milliseconds, itself left out.</summary>
    public long ToUnixMs { get; init; } = long.MaxValue;

    /// <summary>Where to begin: newest first below <c>older</c>, oldest first above <c>newer</c>.</summary>
    public EventCursor Start { get; init; } = new(long.MaxValue, IsNewer: false);

    /// <summary>Most events on a page.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>True if patterns must be matched, which a database cannot do by itself.</summary>
    public bool HasPatterns => !Types.IsAny || !Agents.IsAny || !Subjects.IsAny;

    /// <summary>True if <paramref name="item"/> is asked for. The limit plays no part in it.</summary>
    public bool Passes(LoggedEvent item) =>
        (Start.IsNewer ? item.Offset > Start.Offset : item.Offset < Start.Offset)
        && item.Event.TimeUnixMs >= FromUnixMs
        && item.Event.TimeUnixMs < ToUnixMs
        && (Severities.Count == 0 || Severities.Contains(item.Event.Severity))
        && (Channels.Count == 0 || Channels.Contains(LiveChannels.OfType(item.Event.Type)))
        && (!HasPatterns || PassesPatterns(item.Event.Type, EventFilter.AgentOf(item.Event), item.Event.Subject));

    /// <summary>The part of <see cref="Passes"/> that is about patterns.</summary>
    public bool PassesPatterns(string type, string? agent, string subject) =>
        Types.Passes(type) && Agents.Passes(agent) && Subjects.Passes(subject.Length == 0 ? null : subject);
}
