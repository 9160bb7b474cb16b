namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The logs of a feed, one for each distinct filter in use: made for the first viewer, dropped with the last. Not synchronised, but for
/// <see cref="All"/>, which is swapped whole.
/// </summary>
internal sealed class LogSet<TLog>(int max)
    where TLog : class, IFeedLog
{
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);
    private volatile TLog[] _all = [];

    /// <summary>All of them.</summary>
    public TLog[] All => _all;

    /// <summary>The log of that key, made by <paramref name="make"/> if it is the first use; null if there are too many.</summary>
    public TLog? Enter(string key, Func<TLog> make)
    {
        if (!_byKey.TryGetValue(key, out var entry))
        {
            if (_byKey.Count >= max) return null;
            _byKey[key] = entry = new Entry(make());
            _all = [.. _all, entry.Log];
        }

        entry.Users++;
        return entry.Log;
    }

    /// <summary>One viewer less; the last takes the log away.</summary>
    public void Exit(string key)
    {
        var entry = _byKey[key];
        if (--entry.Users > 0) return;
        _byKey.Remove(key);
        _all = [.. _all.Where(l => !ReferenceEquals(l, entry.Log))];
    }

    private sealed class Entry(TLog log)
    {
        public TLog Log => log;

        public int Users { get; set; }
    }
}
