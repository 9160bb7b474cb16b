using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Answers <see cref="GetPushQuery"/>.</summary>
public sealed class GetPushHandler(IPushDesk desk) : IRequestHandler<GetPushQuery, PushReceipt?>
{
    /// <inheritdoc/>
    public Task<PushReceipt?> Handle(GetPushQuery request, CancellationToken cancellationToken) => Task.FromResult(desk.Find(request.PushId));
}
