using MediatR;

namespace CleanLite.Application.Operations;

/// <summary>Say what is in flight, newest first.</summary>
/// <param name="Limit">How many at most, at least 1.</param>
public sealed record GetActiveRequestsQuery(int Limit) : IRequest<IReadOnlyList<ActiveRequest>>
{
    /// <summary>How many are given to who does not say.</summary>
    public const int DefaultLimit = 1_000;

    /// <summary>Most that one may ask for.</summary>
    public const int MaxLimit = 20_000;
}
