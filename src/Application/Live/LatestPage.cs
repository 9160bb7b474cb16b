using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Live;

/// <summary>A page of the newest points.</summary>
/// <param name="Epoch">The run of the server.</param>
/// <param name="Offset">The offset that page 1 was frozen at: what to pass as <c>since</c> next, with the epoch.</param>
/// <param name="Recovered">True if the position that the caller named was of this run: the pages hold what changed since, and no more.</param>
/// <param name="Points">The points.</param>
/// <param name="Next">Where the next page starts; null on the last one.</param>
public sealed record LatestPage(string Epoch, long Offset, bool Recovered, IReadOnlyList<MetricPoint> Points, LatestCursor? Next);
