namespace CleanLite.Application.Activity;

/// <summary>What a read of the log gave.</summary>
/// <param name="Items">The events, in the direction that was asked for.</param>
/// <param name="Next">Where the next read goes on; null if there is nothing more.</param>
/// <param name="Trouble">Why the read failed, for a person; null if it did not.</param>
public sealed record EventSlice(IReadOnlyList<LoggedEvent> Items, EventCursor? Next, string? Trouble = null)
{
    /// <summary>A read that failed.</summary>
    public static EventSlice Failed(string trouble) => new([], null, trouble);
}
