using CleanLite.Domain;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="AcknowledgePushCommand"/>: an agent's text is made fit to show before anything keeps it.</summary>
public sealed class AcknowledgePushHandler(IPushDesk desk) : IRequestHandler<AcknowledgePushCommand, AnswerVerdict>
{
    /// <summary>The longest detail kept, in characters.</summary>
    public const int MaxDetailLength = 300;

    private const int MaxHashLength = 64;

    /// <inheritdoc/>
    public Task<AnswerVerdict> Handle(AcknowledgePushCommand request, CancellationToken cancellationToken) => Task.FromResult(desk.Acknowledge(
        request.Connection, request.PushId, request.State, Text.Shown(request.Detail, MaxDetailLength), Text.Shown(request.ConfigHash, MaxHashLength)));
}
