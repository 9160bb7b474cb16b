using MediatR;

namespace CleanLite.Application.Operations;

/// <summary>Reads the operations events.</summary>
public sealed class GetSystemEventsHandler(IOperationsReader operations) : IRequestHandler<GetSystemEventsQuery, IReadOnlyList<OperationsEvent>>
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<OperationsEvent>> Handle(GetSystemEventsQuery request, CancellationToken cancellationToken) =>
        Task.FromResult(operations.Events(request.Levels, Math.Clamp(request.Limit, 1, GetSystemEventsQuery.MaxLimit)));
}
