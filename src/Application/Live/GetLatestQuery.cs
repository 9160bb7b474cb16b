using CleanLite.Domain.Live;
using MediatR;

namespace CleanLite.Application.Live;

/// <summary>Give a page of the newest points.</summary>
/// <param name="Filter">Of which series.</param>
/// <param name="Since">Only series that changed after this position; of an earlier run of the server, or null: all.</param>
/// <param name="Cursor">Where the last page ended, or null for the first.</param>
/// <param name="Limit">How many at most, 1 to <see cref="MaxLimit"/>.</param>
public sealed record GetLatestQuery(SeriesFilter Filter, StreamPosition? Since, LatestCursor? Cursor, int Limit) : IRequest<LatestPage>
{
    /// <summary>Points of a page unless the caller says otherwise.</summary>
    public const int DefaultLimit = 1_000;

    /// <summary>Most points of a page.</summary>
    public const int MaxLimit = 10_000;
}
