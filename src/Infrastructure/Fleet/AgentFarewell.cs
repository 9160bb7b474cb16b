using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>What the server says last on a stream.</summary>
/// <param name="Reason">Why it ends the stream.</param>
/// <param name="Detail">A sentence for a person.</param>
/// <param name="ReconnectAfterMs">When the agent should come back, in milliseconds; 0: no advice.</param>
public sealed record AgentFarewell(GoodbyeReason Reason, string Detail, int ReconnectAfterMs);
