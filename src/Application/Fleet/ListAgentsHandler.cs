using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Reads a page of the agents known.</summary>
public sealed class ListAgentsHandler(IAgentRegistry agents) : IRequestHandler<ListAgentsQuery, Page<AgentSummary>>
{
    /// <inheritdoc/>
    public Task<Page<AgentSummary>> Handle(ListAgentsQuery request, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(request.Limit, 1, ListAgentsQuery.MaxLimit);
        var found = agents.List()
            .Where(a => string.CompareOrdinal(a.Id.Value, request.After) > 0 && request.Filter.Passes(a))
            .Take(limit + 1)
            .ToList();
        return Task.FromResult(found.Count <= limit
            ? new Page<AgentSummary>(found)
            : new Page<AgentSummary>(found[..limit], found[limit - 1].Id.Value));
    }
}
