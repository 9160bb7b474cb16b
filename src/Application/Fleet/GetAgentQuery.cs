using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Show one agent; answers null if the server does not know it.</summary>
public sealed record GetAgentQuery(AgentId Agent) : IRequest<AgentSummary?>;
