using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>
/// Answers <see cref="PushConfigCommand"/>: sets, pushes, keeps. The agent need not wait for the disk; whoever asked does, and is told if it could not be kept.
/// </summary>
public sealed class PushConfigHandler(PushConfigValidator validator, IAgentConfigs configs, IPushDesk desk, FleetOptions fleet, TimeProvider time)
    : IRequestHandler<PushConfigCommand, PushConfigAnswer>
{
    /// <inheritdoc/>
    public async Task<PushConfigAnswer> Handle(PushConfigCommand request, CancellationToken cancellationToken)
    {
        var verdict = validator.Validate(request);
        if (!verdict.IsValid) return new PushConfigAnswer.Invalid(verdict.Faults());

        var desired = DesiredConfig.OfAgent(request.Agent, PushRules.ConfigOf(request.Draft), time.GetUtcNow().ToUnixTimeMilliseconds());
        if (!configs.TrySet(desired)) return new PushConfigAnswer.Full($"The server keeps {fleet.MaxConfigs} configurations, as many as it may.");
        var outcome = desk.PushConfig(request.Agent, request.Reason, PushRules.LifeOf(request.ExpiresInMs, fleet));
        var isKept = await configs.SaveAsync().ConfigureAwait(false);
        return new PushConfigAnswer.Set(desired, outcome is PushOutcome.Made made ? [made.Receipt] : [], outcome is PushOutcome.Full ? 1 : 0, isKept);
    }
}
