using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>Series of one batch, or the batch as a whole, were refused.</summary>
/// <param name="Agent">Whose batch it was.</param>
/// <param name="AgentVersion">The version of its software; empty if unknown.</param>
/// <param name="Violations">Every refusal, in the order of the batch.</param>
/// <param name="Points">How many points were refused with them.</param>
public sealed record SeriesRefused(AgentId Agent, string AgentVersion, IReadOnlyList<Violation> Violations, int Points) : INotification;
