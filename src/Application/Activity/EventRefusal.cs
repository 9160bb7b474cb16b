namespace CleanLite.Application.Activity;

/// <summary>Why an event was refused.</summary>
public enum EventRefusal
{
    /// <summary>The type breaks the rule of <see cref="Domain.Activity.EventType"/>.</summary>
    BadType,

    /// <summary>The first word of the type is one that the server keeps for itself.</summary>
    ReservedType,

    /// <summary>Some text is not valid Unicode, or holds control characters.</summary>
    BadText,

    /// <summary>Some part is longer than allowed (<see cref="Domain.Activity.EventLimits"/>).</summary>
    TooLong,

    /// <summary>There are more attributes than allowed, or one has no name.</summary>
    BadAttributes,

    /// <summary>The agent reports more events than it may.</summary>
    RateLimited,
}
