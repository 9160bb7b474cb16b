namespace CleanLite.Infrastructure.Fleet;

/// <summary>
/// Notices two live processes with one agent id: a session that was superseded comes back and supersedes in its turn. A process that was restarted does not:
/// its sessions never come back. Times are milliseconds of the monotonic clock. Thread-safe.
/// </summary>
internal sealed class DuplicateWatch(long windowMs, long quietMs)
{
    // More processes than these under one id are noticed all the same, by those of them that are remembered.
    private const int MaxRemembered = 8;

    private readonly Lock _sync = new();
    private readonly List<(string Session, long At)> _superseded = [];
    private GrowingStory? _story;

    /// <summary>A stream of session <paramref name="newer"/> took over from one of session <paramref name="older"/> that was still there.</summary>
    public StoryNote Note(string older, string newer, long now)
    {
        lock (_sync)
        {
            if (older == newer) return StoryNote.None;
            _superseded.RemoveAll(s => now - s.At > windowMs || s.Session == older);
            var isBack = _superseded.Exists(s => s.Session == newer);
            if (_superseded.Count >= MaxRemembered) _superseded.RemoveAt(0);
            _superseded.Add((older, now));
            if (!isBack && _story is null) return StoryNote.None;

            _story ??= new GrowingStory(now, 0);
            var tell = _story.Add(now);
            return StoryNote.Of(_story, tell);
        }
    }

    /// <summary>The story, if the processes have been quiet for long enough that it is over.</summary>
    public StoryNote? Settle(long now)
    {
        lock (_sync)
        {
            if (_story is not { } story || now - story.LastAtMs < quietMs) return null;
            _story = null;
            return StoryNote.Of(story, tell: true);
        }
    }
}
