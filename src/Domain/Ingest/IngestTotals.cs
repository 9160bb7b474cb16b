namespace CleanLite.Domain.Ingest;

/// <summary>Sums over batches. <see cref="Received"/> = accepted + duplicate + late + rejected, always.</summary>
public readonly record struct IngestTotals(long Batches, long Accepted, long Duplicate, long Late, long Rejected)
{
    /// <summary>All points dealt with.</summary>
    public long Received => Accepted + Duplicate + Late + Rejected;

    /// <summary>The sums with one more batch; a batch answered <see cref="BatchStatus.Retry"/> has not been dealt with and changes nothing.</summary>
    public IngestTotals Plus(BatchResult result) => result.Status == BatchStatus.Retry
        ? this
        : new IngestTotals(
            Batches + 1,
            Accepted + result.AcceptedPoints,
            Duplicate + result.DuplicatePoints,
            Late + result.LatePoints,
            Rejected + result.RejectedPoints);
}
