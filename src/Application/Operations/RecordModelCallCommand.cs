using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Operations;

/// <summary>Take an agent's report of a language model call, as it came (agent.proto, <c>ModelCall</c>). Answers null if it was taken, or a sentence that says why not.</summary>
/// <param name="Agent">Who reports it.</param>
/// <param name="TimeUnixMs">When it was made, Unix milliseconds; 0: when the server received it.</param>
/// <param name="Provider">Who serves the model.</param>
/// <param name="Model">The model.</param>
/// <param name="LatencyMs">How long it took, in milliseconds.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="Error">What went wrong; empty if nothing did.</param>
public sealed record RecordModelCallCommand(
    AgentId Agent, long TimeUnixMs, string Provider, string Model, double LatencyMs, long InputTokens, long OutputTokens, string Error)
    : IRequest<string?>;
