namespace CleanLite.Api.Operations;

/// <summary>Sums over all batches.</summary>
internal sealed record IngestView(long Batches, long Received, long Accepted, long Duplicate, long Late, long Rejected, long Retries);
