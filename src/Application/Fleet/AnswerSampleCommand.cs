using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Take an agent's answer to a sample request (agent.proto, <c>SampleResult</c>).</summary>
/// <param name="Connection">The agent's stream.</param>
/// <param name="RequestId">Which request.</param>
/// <param name="Series">The series as they came.</param>
/// <param name="Error">Why the agent could not answer, as it came; empty: it could.</param>
public sealed record AnswerSampleCommand(AgentConnection Connection, string RequestId, IReadOnlyList<SampleDraft> Series, string Error)
    : IRequest<AnswerVerdict>;
