using CleanLite.Domain.Fleet;

namespace CleanLite.Application.Fleet;

/// <summary>One stream of an agent, as the registry knows it. Compared by identity: a later stream of the same agent is another connection.</summary>
/// <param name="id">Names the connection in logs and in <c>Welcome</c>.</param>
/// <param name="hello">How the agent introduced itself.</param>
/// <param name="link">How to reach the stream.</param>
public sealed class AgentConnection(string id, AgentHello hello, IAgentLink link)
{
    /// <summary>Names the connection.</summary>
    public string Id { get; } = id;

    /// <summary>How the agent introduced itself.</summary>
    public AgentHello Hello { get; } = hello;

    /// <summary>How to reach the stream.</summary>
    public IAgentLink Link { get; } = link;
}
