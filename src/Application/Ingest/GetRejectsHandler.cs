using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>Reads the refusals kept.</summary>
public sealed class GetRejectsHandler(IRejectInspector rejects) : IRequestHandler<GetRejectsQuery, RejectList>
{
    /// <inheritdoc/>
    public Task<RejectList> Handle(GetRejectsQuery request, CancellationToken cancellationToken) =>
        Task.FromResult(rejects.List(request.Agent, request.Code, Math.Clamp(request.Limit, 1, GetRejectsQuery.MaxLimit)));
}
