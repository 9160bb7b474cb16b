using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="GetConfigQuery"/>.</summary>
public sealed class GetConfigHandler(IAgentConfigs configs, IAgentRegistry agents) : IRequestHandler<GetConfigQuery, DesiredConfig?>
{
    /// <inheritdoc/>
    public Task<DesiredConfig?> Handle(GetConfigQuery request, CancellationToken cancellationToken) =>
        Task.FromResult(configs.For(request.Agent, agents.Find(request.Agent)?.Labels ?? LabelSet.Empty));
}
