using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="PushGroupConfigCommand"/>: sets, pushes to every agent for which this configuration is now the one to run with, keeps.</summary>
public sealed class PushGroupConfigHandler(
    PushGroupConfigValidator validator,
    IAgentConfigs configs,
    IAgentRegistry agents,
    IPushDesk desk,
    FleetOptions fleet,
    IngestOptions ingest,
    TimeProvider time) : IRequestHandler<PushGroupConfigCommand, PushConfigAnswer>
{
    /// <inheritdoc/>
    public async Task<PushConfigAnswer> Handle(PushGroupConfigCommand request, CancellationToken cancellationToken)
    {
        var verdict = validator.Validate(request);
        if (!verdict.IsValid) return new PushConfigAnswer.Invalid(verdict.Faults());

        LabelSet.TryCreate([.. request.Group], ingest.LabelLimits, out var group);
        var desired = DesiredConfig.OfGroup(group, PushRules.ConfigOf(request.Draft), time.GetUtcNow().ToUnixTimeMilliseconds());
        if (!configs.TrySet(desired)) return new PushConfigAnswer.Full($"The server keeps {fleet.MaxConfigs} configurations, as many as it may.");
        var (pushes, unsent) = PushToAll(desired, request);
        return new PushConfigAnswer.Set(desired, pushes, unsent, await configs.SaveAsync().ConfigureAwait(false));
    }

    private (List<PushReceipt> Pushes, int Unsent) PushToAll(DesiredConfig desired, PushGroupConfigCommand request)
    {
        var (pushes, unsent) = (new List<PushReceipt>(), 0);
        var life = PushRules.LifeOf(request.ExpiresInMs, fleet);

        // Looking for an agent's configuration walks all groups: not for those that this one does not cover.
        foreach (var agent in agents.List().Where(a => desired.Covers(a.Labels) && configs.For(a.Id, a.Labels) == desired))
        {
            var outcome = desk.PushConfig(agent.Id, request.Reason, life);
            if (outcome is PushOutcome.Made made) pushes.Add(made.Receipt);
            else if (outcome is PushOutcome.Full) unsent++;
        }

        return (pushes, unsent);
    }
}
