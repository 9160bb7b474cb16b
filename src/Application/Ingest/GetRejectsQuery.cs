using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>Show refused series, newest first.</summary>
/// <param name="Agent">Of this agent only; null: of all.</param>
/// <param name="Code">With this code only; null: with any.</param>
/// <param name="Limit">How many at most, at least 1.</param>
public sealed record GetRejectsQuery(AgentId? Agent, ViolationCode? Code, int Limit) : IRequest<RejectList>
{
    /// <summary>How many are given to who does not say.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most that one may ask for.</summary>
    public const int MaxLimit = 1_000;
}
