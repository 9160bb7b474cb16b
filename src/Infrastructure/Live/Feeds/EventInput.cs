using CleanLite.Domain.Activity;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>Events on their way to the loop. What does not fit is counted; from then on everything is, until the loop has taken what waits,
/// so that the missing ones are one stretch.</summary>
internal sealed class EventInput(int capacity, AsyncSignal wake)
{
    private readonly Lock _sync = new();
    private List<ActivityEvent> _filling = [];
    private List<ActivityEvent> _spare = [];
    private int _missed;

    /// <summary>How many events wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_sync) return _filling.Count;
        }
    }

    /// <summary>False if there was no room.</summary>
    public bool TryAppend(ActivityEvent item)
    {
        lock (_sync)
        {
            if (_missed > 0 || _filling.Count >= capacity)
            {
                _missed++;
                return false;
            }

            _filling.Add(item);
        }

        wake.Set();
        return true;
    }

    /// <summary>All that came in since the last call, valid until the next, and how many came after it for which there was no room.</summary>
    public List<ActivityEvent> Take(out int missed)
    {
        lock (_sync)
        {
            (missed, _missed) = (_missed, 0);
            _spare.Clear();
            (_filling, _spare) = (_spare, _filling);
            return _spare;
        }
    }
}
