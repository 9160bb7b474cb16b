using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Let an agent report this often.</summary>
/// <param name="Agent">Which.</param>
/// <param name="IntervalMs">Milliseconds between reports.</param>
/// <param name="LeaseMs">For how long, in milliseconds, after which the agent falls back by itself; 0: until changed.</param>
/// <param name="ExpiresInMs">How long it may take or wait, in milliseconds; null: as set.</param>
public sealed record PushIntervalCommand(AgentId Agent, long IntervalMs, long LeaseMs = 0, long? ExpiresInMs = null) : IRequest<PushOutcome>;
