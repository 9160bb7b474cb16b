using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="GetPushQuery"/>. What cannot be an id is the id of no push.</summary>
public sealed class GetPushHandler(GetPushValidator validator, IPushDesk desk) : IRequestHandler<GetPushQuery, PushReceipt?>
{
    /// <inheritdoc/>
    public Task<PushReceipt?> Handle(GetPushQuery request, CancellationToken cancellationToken) =>
        Task.FromResult(validator.Validate(request).IsValid ? desk.Find(request.PushId) : null);
}
