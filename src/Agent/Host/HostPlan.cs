using CleanLite.V1;

namespace CleanLite.Agent.Host;

/// <summary>What a configuration asks of the host agent, read and found possible.</summary>
internal sealed record HostPlan
{
    private const string PeriodPrefix = "period.";
    private const string ExcludeName = "exclude";
    private const uint ShortestMs = 100;
    private const uint LongestMs = 86_400_000;

    /// <summary>The configuration itself.</summary>
    public required AgentConfig Config { get; init; }

    /// <summary>How often to report; null: as the agent was started.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The groups to read.</summary>
    public required IReadOnlyCollection<string> Groups { get; init; }

    /// <summary>How often single groups are read, by name (settings <c>period.&lt;group&gt;</c>).</summary>
    public IReadOnlyDictionary<string, TimeSpan> Periods { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Metrics that are not reported (setting <c>exclude</c>: patterns with commas).</summary>
    public MetricPatterns Exclude { get; init; } = new([], whenNone: false);

    /// <summary>Settings that mean nothing to this agent: one configuration may serve agents of several kinds.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <exception cref="FormatException">Something in it is not possible here; the message names it and what is.</exception>
    public static HostPlan Of(AgentConfig config, IReadOnlyCollection<string> ownGroups)
    {
        var unknown = config.Collect.FirstOrDefault(group => !HostGroups.Names.Contains(group));
        if (unknown is not null)
            throw new FormatException($"collect holds '{unknown}'; allowed: {string.Join(", ", HostGroups.Names)}.");
        if (!IsInterval(config.ReportIntervalMs, orNone: true))
            throw new FormatException($"report_interval_ms is {config.ReportIntervalMs}; allowed: 0, or {ShortestMs} to {LongestMs}.");

        var periods = config.Settings.Where(setting => GroupOf(setting.Key) is not null).ToDictionary(setting => GroupOf(setting.Key)!, PeriodOf);
        return new HostPlan
        {
            Config = config,
            Interval = config.ReportIntervalMs == 0 ? null : TimeSpan.FromMilliseconds(config.ReportIntervalMs),
            Groups = config.Collect.Count == 0 ? ownGroups : [.. config.Collect],
            Periods = periods,
            Exclude = new MetricPatterns(Split(config.Settings.GetValueOrDefault(ExcludeName)), whenNone: false),
            Ignored = [.. config.Settings.Keys.Where(name => name != ExcludeName && GroupOf(name) is null).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>True for an interval that this agent can keep.</summary>
    public static bool IsInterval(uint milliseconds, bool orNone) =>
        milliseconds is >= ShortestMs and <= LongestMs || (orNone && milliseconds == 0);

    private static string? GroupOf(string setting) =>
        setting.StartsWith(PeriodPrefix, StringComparison.Ordinal) && HostGroups.Names.Contains(setting[PeriodPrefix.Length..]) ? setting[PeriodPrefix.Length..] : null;

    private static TimeSpan PeriodOf(KeyValuePair<string, string> setting) =>
        TimeText.Parse(setting.Value) ?? throw new FormatException($"{setting.Key} is '{Session.ForeignText.Clean(setting.Value)}'; allowed: {TimeText.Allowed}.");

    private static string[] Split(string? patterns) =>
        patterns?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
