using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Fleet;

/// <summary>The configurations that agents are to run with.</summary>
public interface IAgentConfigs
{
    /// <summary>
    /// The one for an agent: its own; else that of the group with the most labels, of several such groups the one set last; null if there is none.
    /// </summary>
    DesiredConfig? For(AgentId agent, LabelSet labels);

    /// <summary>Sets a configuration, in memory and at once; false if there are as many as may be.</summary>
    bool TrySet(DesiredConfig desired);

    /// <summary>Takes away the one that an agent has of its own, at once; false if it has none.</summary>
    bool TryRemove(AgentId agent);

    /// <summary>
    /// Waits until what was set is kept; false if it could not be, which has been logged. Takes no token: what is in force is to be on the disk, whether or not
    /// whoever asked for it waits.
    /// </summary>
    ValueTask<bool> SaveAsync();
}
