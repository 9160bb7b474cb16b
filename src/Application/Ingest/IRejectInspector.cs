using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>Keeps the newest refusals of every agent, so that one noisy agent cannot push out the others.</summary>
public interface IRejectInspector
{
    /// <summary>The refusals kept, newest first.</summary>
    /// <param name="agent">Of this agent only; null: of all.</param>
    /// <param name="code">With this code only; null: with any.</param>
    /// <param name="limit">How many at most.</param>
    RejectList List(AgentId? agent, ViolationCode? code, int limit);
}
