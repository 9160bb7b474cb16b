using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Domain.Tests.Live;

/// <summary>Filters against a reading of the contract's sentences (live.md, "Connecting") that shares no code with them.</summary>
public sealed class FilterPropertyTests
{
    private static readonly string[] LabelNames = ["x", "y", "räumlich"];

    private readonly Coverage _seen = new();

    [Fact]
    public void SeriesFilter_AnyFilterAndSeries_PassesWhatTheSentencesSay() => Prop.ForAll(SeriesCases().ToArbitrary(), c =>
    {
        var expected = NaivePatterns.Want(c.Agents, c.Agent) && NaivePatterns.Want(c.Metrics, c.Metric) && c.Filters.All(f => NaivePatterns.Want(f.Value, c.Labels.GetValueOrDefault(f.Key)));
        _seen.Note("wanted", expected);
        var filter = new SeriesFilter(new(c.Agents), new(c.Metrics), c.Filters.Select(f => KeyValuePair.Create(f.Key, new PatternList(f.Value))));
        var labels = LabelSet.Of([.. c.Labels.Select(l => (l.Key, l.Value))]);
        filter.Passes(new Series(0, AgentId.Parse(c.Agent), new SeriesDefinition(MetricName.Parse(c.Metric), labels))).ShouldBe(expected);
        filter.IsAll.ShouldBe(c.Agents.Length + c.Metrics.Length + c.Filters.Count == 0);
    }).ShouldHold(coverage: _seen);

    [Fact]
    public void EventFilter_AnyFilterAndEvent_PassesWhatTheSentencesSay() => Prop.ForAll(EventCases().ToArbitrary(), c =>
    {
        var expected = NaivePatterns.Want(c.Agents, c.Agent) && NaivePatterns.Want(c.Types, c.Item.Type) && NaivePatterns.Want(c.Severities, c.Item.Severity.ToString().ToLowerInvariant());
        _seen.Note("wanted", expected);
        _seen.Note("about no agent", c.Agent is null, least: 10);
        new EventFilter(new(c.Agents), new(c.Types), new(c.Severities)).Passes(c.Item).ShouldBe(expected);
    }).ShouldHold(coverage: _seen);

    /// <summary>Viewers whose filters share a key share a log: so it may be the same only for filters that say the same, and should be for those written in another order.</summary>
    [Fact]
    public void Key_OfAnyTwoFilters_IsTheSameIfTheirPatternsAre()
    {
        var lists =
            from list in Patterns("ab", 3)
            from other in Gen.OneOf(Patterns("ab", 3), Gen.Shuffle([.. list, .. list]))
            select (list, other);
        var pairs =
            from agents in lists
            from metrics in lists
            from label in lists
            from name in Gen.Elements("x", "x", "y")
            select (agents, metrics, label, name);
        Prop.ForAll(pairs.ToArbitrary(), p =>
        {
            var same = p.name == "x" && AreSame(p.agents) && AreSame(p.metrics) && AreSame(p.label);
            _seen.Note("the same", same, least: 5);
            var one = new SeriesFilter(new(p.agents.list), new(p.metrics.list), [new("x", new(p.label.list))]);
            var other = new SeriesFilter(new(p.agents.other), new(p.metrics.other), [new(p.name, new(p.label.other))]);
            (one.Key == other.Key).ShouldBe(same);
            var event1 = new EventFilter(new(p.agents.list), new(p.metrics.list), new(p.label.list));
            var event2 = new EventFilter(new(p.agents.other), new(p.metrics.other), new(p.label.other));
            (event1.Key == event2.Key).ShouldBe(AreSame(p.agents) && AreSame(p.metrics) && AreSame(p.label));
        }).ShouldHold(coverage: _seen);
    }

    private static bool AreSame((string[] List, string[] Other) pair) => pair.List.ToHashSet().SetEquals(pair.Other);

    private static Gen<string[]> Patterns(string letters, int most) =>
        from count in Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Choose(1, most)))
        from patterns in Gen.Frequency((3, Texts.Word(letters + "**", 1, 4)), (1, Texts.Word(letters + "*", 1, 3).Select(p => "!" + p))).ArrayOf(count)
        select patterns;

    private static Gen<SeriesCase> SeriesCases() =>
        from agents in Patterns("ab", 2)
        from metrics in Patterns("ab", 2)
        from filtered in Gen.Frequency((2, Gen.Constant<string[]>([])), (1, Gen.SubListOf(LabelNames).Select(l => l.ToArray())))
        from filters in Patterns("a日", 2).ArrayOf(filtered.Length)
        from agent in Texts.Word("ab", 1, 3)
        from metric in Texts.Word("ab", 1, 3)
        from labelled in Gen.SubListOf(LabelNames)
        from values in Texts.Word("a日", 0, 2).ArrayOf(labelled.Count)
        select new SeriesCase(agents, metrics, Join(filtered, filters), agent, metric, Join(labelled, values));

    private static Gen<EventCase> EventCases() =>
        from agents in Patterns("ab", 2)
        from types in Gen.Frequency((3, Patterns("t.", 2)), (2, Gen.Elements<string[]>(["task.*"], ["!task.*"], ["agent.*", "t.t"])))
        from severities in Gen.Frequency((1, Patterns("einfor", 2)), (3, Gen.SubListOf("info", "warn", "error", "!info", "w*").Select(s => s.ToArray())))
        from agent in Texts.Word("ab", 1, 3)
        from told in Gen.Choose(0, 4)
        from type in Gen.Elements("t.t", "task.done", "task.t")
        from severity in Gen.Elements(Enum.GetValues<Severity>())
        select new EventCase(agents, types, severities, told == 3 ? null : agent, About(told, agent) with { Type = told == 2 ? "agent.t" : type, Severity = severity });

    // An event is about the agent that told it, the one it names, or the subject of agent.*; and about none where it has none of these.
    private static ActivityEvent About(int told, string agent) => new()
    {
        Id = "1",
        Type = "",
        TimeUnixMs = 0,
        Source = told is 0 or 4 ? "agent/" + agent : "server",
        Subject = told is 2 or 3 ? agent : "other",
        Attributes = told is 1 ? new Dictionary<string, string> { ["agent"] = agent } : told is 4 ? new Dictionary<string, string> { ["agent"] = "other" } : [],
    };

    private static Dictionary<string, T> Join<T>(IEnumerable<string> names, T[] values) => names.Zip(values).ToDictionary(p => p.First, p => p.Second);

    private sealed record SeriesCase(
        string[] Agents, string[] Metrics, Dictionary<string, string[]> Filters, string Agent, string Metric, Dictionary<string, string> Labels);

    private sealed record EventCase(string[] Agents, string[] Types, string[] Severities, string? Agent, ActivityEvent Item);
}
