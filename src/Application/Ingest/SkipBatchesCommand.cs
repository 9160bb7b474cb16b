using CleanLite.Application.Fleet;
using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>Note batch numbers that an agent shed and will never send (agent.proto, <c>Skipped</c>).</summary>
/// <param name="Connection">The agent's stream.</param>
/// <param name="First">The first of the numbers.</param>
/// <param name="Last">The last of the numbers.</param>
public sealed record SkipBatchesCommand(AgentConnection Connection, ulong First, ulong Last) : IRequest<bool>;
