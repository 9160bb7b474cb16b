using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="RemoveConfigCommand"/>: removes, pushes what is now to be run with, keeps.</summary>
public sealed class RemoveConfigHandler(IAgentConfigs configs, IPushDesk desk, FleetOptions fleet) : IRequestHandler<RemoveConfigCommand, RemovedConfig?>
{
    private const string Reason = "The agent's own configuration was removed.";

    /// <inheritdoc/>
    public async Task<RemovedConfig?> Handle(RemoveConfigCommand request, CancellationToken cancellationToken)
    {
        if (!configs.TryRemove(request.Agent)) return null;
        var outcome = desk.PushConfig(request.Agent, Reason, fleet.PushTimeToLive);
        return new RemovedConfig((outcome as PushOutcome.Made)?.Receipt, await configs.SaveAsync().ConfigureAwait(false));
    }
}
