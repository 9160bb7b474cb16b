using CleanLite.Application.Fleet;
using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>
/// Answers <see cref="SkipBatchesCommand"/>: true if the numbers count as dealt with from now on; false if they had been already, leave a hole
/// before them, or came over a stream that is not its agent's current one.
/// </summary>
public sealed class SkipBatchesHandler(IAgentRegistry agents) : IRequestHandler<SkipBatchesCommand, bool>
{
    /// <inheritdoc/>
    public async Task<bool> Handle(SkipBatchesCommand request, CancellationToken cancellationToken)
    {
        var origin = new BatchOrigin.FromSession(request.Connection, request.Last);
        using var turn = await agents.EnterAsync(origin, cancellationToken).ConfigureAwait(false);
        return turn is { IsCurrent: true, Ledger: { } ledger } && ledger.Skip(request.First, request.Last);
    }
}
