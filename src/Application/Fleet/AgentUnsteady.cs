using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>
/// An agent comes and goes too often, or two processes use its id: one story that grows, instead of a row for each change. Told when it begins, each time
/// the count has doubled, and when it is over.
/// </summary>
/// <param name="Agent">Which.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="StoryId">The same for all that is told of one story.</param>
/// <param name="Count">How often it happened so far.</param>
/// <param name="SinceUnixMs">When the story began, Unix milliseconds.</param>
/// <param name="AtUnixMs">When this was told, Unix milliseconds.</param>
/// <param name="IsOver">True if it has stopped.</param>
/// <param name="Detail">A sentence for a person.</param>
public sealed record AgentUnsteady(
    AgentId Agent, UnsteadyKind Kind, string StoryId, int Count, long SinceUnixMs, long AtUnixMs, bool IsOver, string Detail) : INotification;
