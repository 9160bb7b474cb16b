using CleanLite.Domain.Activity;
using MediatR;

namespace CleanLite.Application.Operations;

/// <summary>Say what happened to the server, newest first.</summary>
/// <param name="Levels">The levels wanted; empty: all.</param>
/// <param name="Limit">How many at most, at least 1.</param>
public sealed record GetSystemEventsQuery(IReadOnlyCollection<Severity> Levels, int Limit) : IRequest<IReadOnlyList<OperationsEvent>>
{
    /// <summary>How many are given to who does not say.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most that one may ask for.</summary>
    public const int MaxLimit = 500;
}
