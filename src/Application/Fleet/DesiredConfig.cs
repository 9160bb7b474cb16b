using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Fleet;

/// <summary>Which configuration an agent, or every agent with certain labels, is to run with.</summary>
/// <param name="Agent">The agent; null: a group.</param>
/// <param name="Group">The labels that make an agent one of the group; empty for a single agent.</param>
/// <param name="Config">The configuration.</param>
/// <param name="SetUnixMs">When it was set, Unix milliseconds.</param>
public sealed record DesiredConfig(AgentId? Agent, LabelSet Group, AgentConfig Config, long SetUnixMs)
{
    /// <summary>The configuration of one agent.</summary>
    public static DesiredConfig OfAgent(AgentId agent, AgentConfig config, long setUnixMs) => new(agent, LabelSet.Empty, config, setUnixMs);

    /// <summary>The configuration of a group.</summary>
    public static DesiredConfig OfGroup(LabelSet group, AgentConfig config, long setUnixMs) => new(null, group, config, setUnixMs);

    /// <summary>True if an agent with <paramref name="labels"/> is one of the group.</summary>
    public bool Covers(LabelSet labels)
    {
        foreach (var label in Group.Items)
        {
            if (labels.Find(label.Name) != label.Value) return false;
        }

        return Group.Count > 0;
    }
}
