using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Ask an agent to do something that has a name. Whether it does is for its own allow-list to say.</summary>
/// <param name="Agent">Which.</param>
/// <param name="Name">The name of the action: <c>refresh</c>, <c>restart</c>.</param>
/// <param name="Arguments">What goes with it; a restart goes alone.</param>
/// <param name="ExpiresInMs">How long it may take or wait, in milliseconds; null: as set.</param>
public sealed record PushActionCommand(
    AgentId Agent, string Name, IReadOnlyCollection<KeyValuePair<string, string>> Arguments, long? ExpiresInMs = null) : IRequest<PushOutcome>;
