using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>An agent came, fell silent, went or came back.</summary>
/// <param name="Agent">Which.</param>
/// <param name="Change">What happened.</param>
/// <param name="Reason">Why: a word of the catalogue in <see cref="GoodbyeReason"/> style, or a sentence for a person.</param>
/// <param name="AtUnixMs">When, Unix milliseconds.</param>
/// <param name="Hello">How it introduced itself last, if it did.</param>
public sealed record AgentPresenceChanged(AgentId Agent, PresenceChange Change, string Reason, long AtUnixMs, AgentHello? Hello) : INotification;
