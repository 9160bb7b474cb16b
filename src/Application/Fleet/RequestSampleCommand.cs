using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Ask an agent for its newest points.</summary>
/// <param name="Agent">Which.</param>
/// <param name="RequestId">Names the request: asking again under the same name makes no second one. Empty: the server makes a name.</param>
/// <param name="Metrics">Names or patterns with <c>*</c>; empty: all.</param>
/// <param name="Limit">Most series wanted; 0: as many as are kept.</param>
/// <param name="ExpiresInMs">How long it may take or wait, in milliseconds; null: as set.</param>
public sealed record RequestSampleCommand(
    AgentId Agent, string RequestId, IReadOnlyCollection<string> Metrics, long Limit, long? ExpiresInMs = null) : IRequest<PushOutcome>;
