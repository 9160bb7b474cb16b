using MediatR;

namespace CleanLite.Application.Operations;

/// <summary>Reads what is in flight.</summary>
public sealed class GetActiveRequestsHandler(IRequestTracker requests) : IRequestHandler<GetActiveRequestsQuery, IReadOnlyList<ActiveRequest>>
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<ActiveRequest>> Handle(GetActiveRequestsQuery request, CancellationToken cancellationToken) =>
        Task.FromResult(requests.List(Math.Clamp(request.Limit, 1, GetActiveRequestsQuery.MaxLimit)));
}
