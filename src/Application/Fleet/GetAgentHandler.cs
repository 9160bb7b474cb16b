using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Reads one agent.</summary>
public sealed class GetAgentHandler(IAgentRegistry agents) : IRequestHandler<GetAgentQuery, AgentSummary?>
{
    /// <inheritdoc/>
    public Task<AgentSummary?> Handle(GetAgentQuery request, CancellationToken cancellationToken) =>
        Task.FromResult(agents.Find(request.Agent));
}
