using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>One refusal, as it is kept for a person to look at.</summary>
/// <param name="Agent">Whose series it was.</param>
/// <param name="AgentVersion">The version of its software; empty if unknown.</param>
/// <param name="Violation">What was wrong.</param>
/// <param name="AtUnixMs">When, Unix milliseconds.</param>
public sealed record RejectedSeries(AgentId Agent, string AgentVersion, Violation Violation, long AtUnixMs);
