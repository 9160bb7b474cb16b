using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="RequestSampleCommand"/>.</summary>
public sealed class RequestSampleHandler(RequestSampleValidator validator, IPushDesk desk, FleetOptions fleet)
    : IRequestHandler<RequestSampleCommand, PushOutcome>
{
    /// <inheritdoc/>
    public Task<PushOutcome> Handle(RequestSampleCommand request, CancellationToken cancellationToken)
    {
        var verdict = validator.Validate(request);
        return Task.FromResult(verdict.IsValid
            ? desk.Push(request.Agent, BodyOf(request), PushRules.LifeOf(request.ExpiresInMs, fleet))
            : new PushOutcome.Invalid(verdict.Faults()));
    }

    private PushBody.SampleRequest BodyOf(RequestSampleCommand request) => new(
        request.RequestId.Length > 0 ? request.RequestId : Guid.CreateVersion7().ToString("N"),
        [.. request.Metrics],
        request.Limit > 0 ? (int)request.Limit : fleet.MaxSampleSeries);
}
