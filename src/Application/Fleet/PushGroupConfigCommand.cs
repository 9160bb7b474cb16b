using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Let every agent that has certain labels run with a configuration, also those that come later. An agent's own configuration wins over it.</summary>
/// <param name="Group">The labels, all of which an agent must have; at least one.</param>
/// <param name="Draft">The configuration.</param>
/// <param name="Reason">Why, for a person; may be empty.</param>
/// <param name="ExpiresInMs">How long the pushes may take or wait, in milliseconds; null: as set.</param>
public sealed record PushGroupConfigCommand(IReadOnlyCollection<Label> Group, ConfigDraft Draft, string Reason = "", long? ExpiresInMs = null)
    : IRequest<PushConfigAnswer>;
