using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>Refusals that are kept, and how many there were.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Counts">Refusals since the start by code, those above 0; of the agent asked for, or of all.</param>
public sealed record RejectList(IReadOnlyList<RejectedSeries> Items, IReadOnlyDictionary<ViolationCode, long> Counts);
