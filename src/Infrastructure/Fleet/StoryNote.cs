namespace CleanLite.Infrastructure.Fleet;

/// <summary>What a change of an agent's presence is part of.</summary>
/// <param name="IsFolded">True if it belongs to a story, and is no row of its own.</param>
/// <param name="Id">The story, if it is to be told now; else null.</param>
/// <param name="Count">How often it happened so far.</param>
/// <param name="SinceMs">When the story began, milliseconds of the monotonic clock.</param>
internal readonly record struct StoryNote(bool IsFolded, string? Id, int Count, long SinceMs)
{
    /// <summary>A row of its own.</summary>
    public static StoryNote None => default;

    /// <summary>A part of <paramref name="story"/>.</summary>
    public static StoryNote Of(GrowingStory story, bool tell) => new(true, tell ? story.Id : null, story.Count, story.SinceMs);
}
