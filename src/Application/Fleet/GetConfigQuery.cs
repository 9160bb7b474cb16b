using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Show the configuration that an agent is to run with: its own, or that of its group; answers null if there is none.</summary>
public sealed record GetConfigQuery(AgentId Agent) : IRequest<DesiredConfig?>;
