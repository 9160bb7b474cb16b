using CleanLite.Domain.Fleet;
using MediatR;

namespace CleanLite.Application.Fleet;

/// <summary>Points of an agent are missing: two heartbeats one after the other said so. Told once, until the account is even again.</summary>
/// <param name="Agent">Whose.</param>
/// <param name="Ledger">The account.</param>
/// <param name="AtUnixMs">When, Unix milliseconds.</param>
public sealed record PointsUnaccounted(AgentId Agent, PointsLedger Ledger, long AtUnixMs) : INotification;
