using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Let an agent run with a configuration, now and whenever it comes back.</summary>
/// <param name="Agent">Which; it need not be known yet.</param>
/// <param name="Draft">The configuration.</param>
/// <param name="Reason">Why, for a person; may be empty.</param>
/// <param name="ExpiresInMs">How long the push may take or wait, in milliseconds; null: as set. The configuration itself does not expire.</param>
public sealed record PushConfigCommand(AgentId Agent, ConfigDraft Draft, string Reason = "", long? ExpiresInMs = null) : IRequest<PushConfigAnswer>;
