using CleanLite.Application.Ingest;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Operations;

namespace CleanLite.Infrastructure.Ingest;

/// <summary>What is kept of one agent's refusals.</summary>
internal sealed class RejectRing(AgentId agent, int capacity)
{
    public AgentId Agent { get; } = agent;

    /// <summary>The newest refusals, each with its number among all.</summary>
    public Ring<(long Number, RejectedSeries Rejected)> Newest { get; } = new(capacity);

    public CodeCounts Counts { get; } = new();
}
