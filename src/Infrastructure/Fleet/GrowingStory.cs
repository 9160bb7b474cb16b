namespace CleanLite.Infrastructure.Fleet;

/// <summary>Something that happens over and over: worth telling when it begins and each time the count has doubled, so that a night of it is a dozen rows.</summary>
/// <param name="sinceMs">When it began, milliseconds of the monotonic clock.</param>
/// <param name="count">How often it has happened before anybody spoke of a story.</param>
internal sealed class GrowingStory(long sinceMs, int count)
{
    private int _tellAt = count + 1;

    /// <summary>The same for all that is told of it.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    public long SinceMs { get; } = sinceMs;

    public long LastAtMs { get; private set; } = sinceMs;

    public int Count { get; private set; } = count;

    /// <summary>It happened again; true if that is worth telling.</summary>
    public bool Add(long now)
    {
        LastAtMs = now;
        if (++Count < _tellAt) return false;
        _tellAt = Count * 2;
        return true;
    }
}
