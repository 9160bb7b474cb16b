using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Activity;

/// <summary>Take an event that an agent reports: check it, and show it to viewers and the log.</summary>
/// <param name="Agent">Who reports it.</param>
/// <param name="Draft">What it reports.</param>
public sealed record ReportEventCommand(AgentId Agent, EventDraft Draft) : IRequest<ReportEventAnswer>;
