using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Ingest;

/// <summary>What became of a batch, as JSON shows it: the fields of <c>BatchResult</c> (agent.proto).</summary>
internal sealed record BatchResultView(
    BatchStatus Status,
    int AcceptedPoints,
    int DuplicatePoints,
    int LatePoints,
    int RejectedPoints,
    IReadOnlyList<Violation> Violations,
    int MoreViolations,
    int RetryAfterMs)
{
    public static BatchResultView Of(BatchResult result) => new(
        result.Status,
        result.AcceptedPoints,
        result.DuplicatePoints,
        result.LatePoints,
        result.RejectedPoints,
        result.Violations,
        result.MoreViolations,
        result.RetryAfterMs);
}
