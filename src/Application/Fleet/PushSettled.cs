using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>A push has come to its end, or an agent said what became of the configuration in its welcome.</summary>
/// <param name="Agent">Whose.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="PushId">Which; empty for the configuration in a welcome.</param>
/// <param name="State">The end.</param>
/// <param name="Detail">A sentence for a person; may be empty.</param>
/// <param name="ConfigHash">With a configuration: which one; else empty.</param>
/// <param name="AtUnixMs">When, Unix milliseconds.</param>
public sealed record PushSettled(
    AgentId Agent, PushKind Kind, string PushId, PushState State, string Detail, string ConfigHash, long AtUnixMs) : INotification;
