using CleanLite.Application.Fleet;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>Take a batch. The sender keeps ownership of the columns and disposes them after the answer.</summary>
/// <param name="Origin">Whose batch it is, and its number if it came in a session.</param>
/// <param name="Columns">What it holds.</param>
public sealed record IngestBatchCommand(BatchOrigin Origin, BatchColumns Columns) : IRequest<IngestBatchAnswer>;
