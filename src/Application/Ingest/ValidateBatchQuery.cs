using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>Say what <see cref="IngestBatchCommand"/> would answer, with nothing stored and nothing broadcast.</summary>
/// <param name="Agent">Whose batch it would be.</param>
/// <param name="Columns">What it holds; stays the sender's.</param>
public sealed record ValidateBatchQuery(AgentId Agent, BatchColumns Columns) : IRequest<BatchResult>;
