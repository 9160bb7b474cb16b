using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>An agent came, fell silent, went or came back.</summary>
/// <param name="Agent">Which.</param>
/// <param name="Change">What happened.</param>
/// <param name="Reason">Why: a word of <see cref="PresenceReasons"/>.</param>
/// <param name="AtUnixMs">When, Unix milliseconds.</param>
/// <param name="Hello">How it introduced itself last, if it did.</param>
public sealed record AgentPresenceChanged(AgentId Agent, PresenceChange Change, string Reason, long AtUnixMs, AgentHello? Hello) : INotification
{
    /// <summary>Why, as a sentence for a person; empty if the word says it all.</summary>
    public string Detail { get; init; } = "";

    /// <summary>
    /// True while the agent's comings and goings are told as one growing event (<see cref="AgentUnsteady"/>): who writes a row for each change leaves
    /// this one out.
    /// </summary>
    public bool IsFolded { get; init; }
}
