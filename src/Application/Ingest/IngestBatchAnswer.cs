using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>The answer to <see cref="IngestBatchCommand"/>.</summary>
/// <param name="Result">What became of the batch; null if it was not looked at, because its stream is not its agent's current one.</param>
/// <param name="LastSequence">Every number of the session up to here has been dealt with; 0 without a session.</param>
public sealed record IngestBatchAnswer(BatchResult? Result, ulong LastSequence);
