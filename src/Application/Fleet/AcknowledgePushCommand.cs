using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Note what an agent says of a push (agent.proto, <c>PushAck</c>).</summary>
/// <param name="Connection">The agent's stream.</param>
/// <param name="PushId">Which push; empty: none, the agent says which configuration is in force.</param>
/// <param name="State">What became of it.</param>
/// <param name="Detail">A sentence for a person, as it came.</param>
/// <param name="ConfigHash">The configuration in force now, as it came; may be empty.</param>
public sealed record AcknowledgePushCommand(AgentConnection Connection, string PushId, PushState State, string Detail, string ConfigHash)
    : IRequest<AnswerVerdict>;
