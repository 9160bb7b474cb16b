namespace CleanLite.Application.Operations;

/// <summary>Says how much of one limit of the server is in use; the operations snapshot shows both numbers.</summary>
/// <param name="Name">The limit's name in lowerCamelCase; <c>Limit</c> is put behind it for the most that there may be.</param>
/// <param name="InUse">How much there is now. Called by any thread, at each snapshot.</param>
/// <param name="Limit">How much there may be.</param>
public sealed record LimitProbe(string Name, Func<long> InUse, long Limit);
