using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Activity;

/// <summary>An event of an agent was refused.</summary>
/// <param name="Agent">Whose it was.</param>
/// <param name="Type">Its type as the agent wrote it, made fit to show.</param>
/// <param name="Code">Why.</param>
/// <param name="Detail">A sentence for a person.</param>
public sealed record EventRefused(AgentId Agent, string Type, EventRefusal Code, string Detail) : INotification;
