using CleanLite.Domain.Activity;

namespace CleanLite.Application.Activity;

/// <summary>An event with its number.</summary>
/// <param name="Offset">The number that the live feed gave it; it counts on over restarts of the server.</param>
/// <param name="Event">The event.</param>
public readonly record struct LoggedEvent(long Offset, ActivityEvent Event);
