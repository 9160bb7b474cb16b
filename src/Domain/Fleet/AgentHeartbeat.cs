namespace CleanLite.Domain.Fleet;

/// <summary>What an agent has counted in this session (agent.proto, <c>Heartbeat</c>).</summary>
/// <param name="SentUnixMs">The agent's clock when it sent this.</param>
/// <param name="Produced">Points produced.</param>
/// <param name="Acknowledged">Points that the server answered.</param>
/// <param name="Shed">Points that the agent dropped because its buffer was full.</param>
/// <param name="Buffered">Points waiting in the agent.</param>
public readonly record struct AgentHeartbeat(long SentUnixMs, ulong Produced, ulong Acknowledged, ulong Shed, ulong Buffered);
