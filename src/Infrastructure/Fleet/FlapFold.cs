using CleanLite.Application.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>
/// Folds the comings and goings of an agent that flaps: past a number of pairs within a time they become one story that grows, until the agent has been quiet
/// for as long. Times are milliseconds of the monotonic clock. Thread-safe.
/// </summary>
internal sealed class FlapFold(int pairs, long windowMs)
{
    private readonly Lock _sync = new();
    private readonly Queue<long> _goings = [];
    private GrowingStory? _story;

    /// <summary>Takes a change.</summary>
    public StoryNote Note(PresenceChange change, long now)
    {
        lock (_sync)
        {
            if (change == PresenceChange.Superseded) return StoryNote.None;
            if (change == PresenceChange.Offline) return GoLocked(now);
            return _story is null ? StoryNote.None : StoryNote.Of(_story, tell: false);
        }
    }

    /// <summary>The story, if the agent has been quiet for long enough that it is over; then changes are rows again.</summary>
    public StoryNote? Settle(long now)
    {
        lock (_sync)
        {
            if (_story is not { } story || now - story.LastAtMs < windowMs) return null;
            _story = null;
            _goings.Clear();
            return StoryNote.Of(story, tell: true);
        }
    }

    private StoryNote GoLocked(long now)
    {
        if (_story is null)
        {
            while (_goings.TryPeek(out var first) && now - first >= windowMs) _goings.Dequeue();
            if (_goings.Count < pairs)
            {
                _goings.Enqueue(now);
                return StoryNote.None;
            }

            _story = new GrowingStory(_goings.Peek(), _goings.Count);
        }

        var tell = _story.Add(now);
        return StoryNote.Of(_story, tell);
    }
}
