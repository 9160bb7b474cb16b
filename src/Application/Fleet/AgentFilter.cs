using CleanLite.Domain.Fleet;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Fleet;

/// <summary>Which agents are wanted; the fields are joined by AND.</summary>
/// <param name="States">In one of these states; empty: in any.</param>
/// <param name="Labels">Patterns for the values of labels, by name.</param>
/// <param name="Search">Text that the id, the hostname or the value of a label holds, whatever the case; empty: anything.</param>
public sealed record AgentFilter(
    IReadOnlyCollection<AgentState> States, IReadOnlyList<KeyValuePair<string, PatternList>> Labels, string Search)
{
    /// <summary>Every agent.</summary>
    public static AgentFilter All { get; } = new([], [], "");

    /// <summary>True if <paramref name="agent"/> is wanted.</summary>
    public bool Passes(AgentSummary agent) =>
        (States.Count == 0 || States.Contains(agent.State))
        && Labels.All(l => l.Value.Passes(agent.Labels.Find(l.Key)))
        && (Search.Length == 0 || Holds(agent));

    private bool Holds(AgentSummary agent)
    {
        if (Fits(agent.Id.Value) || Fits(agent.Hello?.Hostname ?? "")) return true;
        foreach (var label in agent.Labels.Items)
        {
            if (Fits(label.Value)) return true;
        }

        return false;
    }

    private bool Fits(string text) => text.Contains(Search, StringComparison.OrdinalIgnoreCase);
}
