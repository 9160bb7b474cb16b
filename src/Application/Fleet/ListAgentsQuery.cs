using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Show the agents that the server knows, by id.</summary>
/// <param name="Filter">Which.</param>
/// <param name="After">The id after which the page starts; empty for the first page.</param>
/// <param name="Limit">How many at most, at least 1.</param>
public sealed record ListAgentsQuery(AgentFilter Filter, string After, int Limit) : IRequest<Page<AgentSummary>>
{
    /// <summary>How many are given to who does not say.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most that one may ask for.</summary>
    public const int MaxLimit = 1_000;
}
