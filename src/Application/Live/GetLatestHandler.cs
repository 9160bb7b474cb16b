using MediatR;

namespace CleanLite.Application.Live;

/// <summary>
/// Answers <see cref="GetLatestQuery"/>: the state at an offset or newer, page by page. A series that moves on while pages are read is shown as it is then: left
/// out, it might be for ever where it moves all the time. It comes again to who asks for what changed since that offset.
/// </summary>
public sealed class GetLatestHandler(ILatestPoints latest) : IRequestHandler<GetLatestQuery, LatestPage>
{
    /// <inheritdoc/>
    public Task<LatestPage> Handle(GetLatestQuery request, CancellationToken cancellationToken)
    {
        var now = latest.Position;
        var recovered = request.Since is { } since && since.Epoch == now.Epoch && since.Offset <= now.Offset;
        var first = new LatestCursor(now.Epoch, recovered ? request.Since!.Value.Offset : 0, now.Offset, 0);

        // A cursor of an earlier run names nothing here: the caller begins anew, and the epoch tells it so.
        var place = request.Cursor is { } cursor && cursor.Epoch == now.Epoch ? cursor : first;
        var (points, next) = latest.Read(request.Filter, place.After, place.Start, request.Limit);
        return Task.FromResult(new LatestPage(
            now.Epoch, place.UpTo, place.After > 0 || recovered, points, next is { } start ? place with { Start = start } : null));
    }
}
