using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>
/// Take away the configuration that an agent has of its own; answers null if it has none. Where its group has one, the agent is to run with that; else it keeps
/// what it runs with.
/// </summary>
/// <param name="Agent">Which; its type is the rule for it.</param>
public sealed record RemoveConfigCommand(AgentId Agent) : IRequest<RemovedConfig?>;
