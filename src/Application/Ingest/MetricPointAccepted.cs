using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>A point passed the rules and is newer than what its series had. Handlers run in order, state before live; none waits, none throws for data.</summary>
/// <param name="Point">The point.</param>
public sealed record MetricPointAccepted(MetricPoint Point) : INotification;
