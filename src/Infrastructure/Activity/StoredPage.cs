using CleanLite.Application.Activity;

namespace CleanLite.Infrastructure.Activity;

/// <summary>What a read of the file gave.</summary>
/// <param name="Items">The events.</param>
/// <param name="LastOffset">The number of the last row read, damaged or not; 0 if there was none.</param>
/// <param name="HasMore">True if further rows fit the query.</param>
/// <param name="Damaged">Rows left out because their checksum is wrong.</param>
internal sealed record StoredPage(IReadOnlyList<LoggedEvent> Items, long LastOffset, bool HasMore, int Damaged);
