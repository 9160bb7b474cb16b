using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>A configuration in the file of <see cref="FileConfigStore"/>: of an agent, or of the agents with certain labels.</summary>
internal sealed record KeptConfig
{
    public string? Agent { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public long SetAt { get; init; }

    public int ReportIntervalMs { get; init; }

    public List<string> Collect { get; init; } = [];

    public Dictionary<string, string> Settings { get; init; } = [];

    public static KeptConfig Of(DesiredConfig desired) => new()
    {
        Agent = desired.Agent?.Value,
        Labels = desired.Agent is null ? desired.Group.Items.ToArray().ToDictionary(l => l.Name, l => l.Value) : null,
        SetAt = desired.SetUnixMs,
        ReportIntervalMs = desired.Config.ReportIntervalMs,
        Collect = [.. desired.Config.Collect],
        Settings = desired.Config.Settings.ToDictionary(),
    };

    /// <exception cref="FormatException">It does not pass the rules: someone else has written it.</exception>
    public DesiredConfig Read()
    {
        var config = AgentConfig.TryCreate(ReportIntervalMs, Collect, Settings, out var faults) ?? throw new FormatException(string.Join(' ', faults));
        if (Agent is not null) return DesiredConfig.OfAgent(AgentId.Parse(Agent), config, SetAt);
        return DesiredConfig.OfGroup(LabelSet.Of([.. (Labels ?? []).Select(l => (l.Key, l.Value))]), config, SetAt);
    }
}
