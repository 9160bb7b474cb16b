using CleanLite.Application.Fleet;

namespace CleanLite.Api.Fleet;

/// <summary>A configuration, as JSON shows it: the fields of <c>AgentConfig</c>, and what became of setting it.</summary>
internal sealed record ConfigView
{
    public required string Hash { get; init; }

    public required int ReportIntervalMs { get; init; }

    public required IReadOnlyList<string> Collect { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required long SetAt { get; init; }

    /// <summary>The labels of the group whose configuration it is; absent if it is the agent's own.</summary>
    public IReadOnlyDictionary<string, string>? Group { get; init; }

    /// <summary>After <c>PUT</c> for one agent: the push, where one went out.</summary>
    public PushView? Push { get; init; }

    /// <summary>After <c>PUT</c> for a group: the pushes that went out.</summary>
    public IReadOnlyList<PushView>? Pushes { get; init; }

    /// <summary>After <c>PUT</c>: how many agents get it only when they next connect, because too many pushes are under way.</summary>
    public int? Unsent { get; init; }

    /// <summary>After <c>PUT</c>: false if it could not be kept beyond the end of the server's process.</summary>
    public bool? Kept { get; init; }

    public static ConfigView Of(DesiredConfig desired) => new()
    {
        Hash = desired.Config.Hash,
        ReportIntervalMs = desired.Config.ReportIntervalMs,
        Collect = desired.Config.Collect,
        Settings = desired.Config.Settings.ToDictionary(),
        SetAt = desired.SetUnixMs,
        Group = desired.Agent is null ? desired.Group.Items.ToArray().ToDictionary(l => l.Name, l => l.Value) : null,
    };

    public static ConfigView Of(PushConfigAnswer.Set set) => set.Desired.Agent is null
        ? Of(set.Desired) with { Pushes = [.. set.Pushes.Select(PushView.Of)], Unsent = set.Unsent, Kept = set.IsKept }
        : Of(set.Desired) with { Push = set.Pushes.Select(PushView.Of).FirstOrDefault(), Unsent = set.Unsent, Kept = set.IsKept };
}
