using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="PushIntervalCommand"/>.</summary>
public sealed class PushIntervalHandler(PushIntervalValidator validator, IPushDesk desk, FleetOptions fleet)
    : IRequestHandler<PushIntervalCommand, PushOutcome>
{
    /// <inheritdoc/>
    public Task<PushOutcome> Handle(PushIntervalCommand request, CancellationToken cancellationToken)
    {
        var verdict = validator.Validate(request);
        return Task.FromResult(verdict.IsValid
            ? desk.Push(request.Agent, BodyOf(request), PushRules.LifeOf(request.ExpiresInMs, fleet))
            : new PushOutcome.Invalid(verdict.Faults()));
    }

    private static PushBody.ReportInterval BodyOf(PushIntervalCommand request) => new((int)request.IntervalMs, (int)request.LeaseMs);
}
