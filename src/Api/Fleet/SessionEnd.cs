using CleanLite.Api.Ingest;
using CleanLite.Infrastructure.Fleet;

namespace CleanLite.Api.Fleet;

/// <summary>How a session ended.</summary>
/// <param name="Farewell">What the server said last; null if the agent ended the session.</param>
/// <param name="Fault">What was wrong with the agent's last message, if its bytes were no message.</param>
/// <param name="IsForeign">True if its credential was not for the agent that it named.</param>
internal sealed record SessionEnd(AgentFarewell? Farewell, WireFault Fault, bool IsForeign = false);
