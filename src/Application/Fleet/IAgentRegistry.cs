using CleanLite.Domain.Fleet;

namespace CleanLite.Application.Fleet;

/// <summary>Who is there: the agents that the server knows, and the one current stream of each.</summary>
public interface IAgentRegistry
{
    /// <summary>Makes a stream its agent's current one; an older one is told and ended. Refused at the cap on agents.</summary>
    ValueTask<ConnectOutcome> ConnectAsync(AgentHello hello, IAgentLink link, CancellationToken cancellation);

    /// <summary>
    /// Notes that a stream ended. Does nothing to the agent if another stream is current: only the very connection given is removed.
    /// </summary>
    void Disconnect(AgentConnection connection, GoodbyeReason reason, string detail);

    /// <summary>Notes a sign of life, and what the agent has counted if it said so.</summary>
    void Heard(AgentConnection connection, AgentHeartbeat? heartbeat = null);

    /// <summary>Waits for the agent's turn, for a batch from <paramref name="origin"/>; null if the agent is new and the cap on agents is reached.</summary>
    ValueTask<IAgentTurn?> EnterAsync(BatchOrigin origin, CancellationToken cancellation);

    /// <summary>Waits for the turn of an agent to look, not to apply; null if the agent is not known.</summary>
    ValueTask<IAgentTurn?> PeekAsync(AgentId agent, CancellationToken cancellation);

    /// <summary>The agents known, by id.</summary>
    IReadOnlyList<AgentSummary> List();

    /// <summary>One agent; null if it is not known.</summary>
    AgentSummary? Find(AgentId agent);

    /// <summary>How many agents are known, by state. Cheap.</summary>
    FleetCounts Count();
}
