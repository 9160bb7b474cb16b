using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="PushActionCommand"/>.</summary>
public sealed class PushActionHandler(PushActionValidator validator, IPushDesk desk, FleetOptions fleet) : IRequestHandler<PushActionCommand, PushOutcome>
{
    /// <inheritdoc/>
    public Task<PushOutcome> Handle(PushActionCommand request, CancellationToken cancellationToken)
    {
        var verdict = validator.Validate(request);
        if (!verdict.IsValid || !PushKind.TryAction(request.Name, out var kind, out _))
            return Task.FromResult<PushOutcome>(new PushOutcome.Invalid(verdict.Faults()));
        var body = new PushBody.Action(kind, request.Name, request.Arguments.ToDictionary());
        return Task.FromResult(desk.Push(request.Agent, body, PushRules.LifeOf(request.ExpiresInMs, fleet)));
    }
}
