using System.Globalization;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Tests.Live.Model;

/// <summary>One run of the server and all that was ever published to it, in plain lists. A point's value and an event's id are its offset.</summary>
internal sealed class ModelWorld(LiveRig rig)
{
    private readonly List<Series> _points = [];
    private readonly List<ActivityEvent> _events = [];
    private readonly HashSet<Series> _left = [];

    public LiveRig Rig => rig;

    public string Epoch => rig.Metrics.Epoch;

    public long Points => _points.Count;

    public long Events => _events.Count;

    public Series SeriesAt(long offset) => _points[(int)offset - 1];

    public ActivityEvent EventAt(long offset) => _events[(int)offset - 1];

    public bool HasLeft(Series series) => _left.Contains(series);

    public void Publish(IEnumerable<Series> batch)
    {
        var points = new List<MetricPoint>();
        foreach (var series in batch)
        {
            _points.Add(series);
            points.Add(new MetricPoint(series, _points.Count, _points.Count));
        }

        rig.Publish([.. points]);
        rig.Metrics.Drain();
    }

    public void Leave(Series series)
    {
        _left.Add(series);
        rig.Metrics.Forget(series);
        rig.Metrics.Drain();
    }

    public void Publish(IEnumerable<(string Type, string Agent, Severity Severity)> batch)
    {
        foreach (var (type, agent, severity) in batch)
        {
            var item = new ActivityEvent
            {
                Id = (_events.Count + 1).ToString(CultureInfo.InvariantCulture),
                Source = $"agent/{agent}",
                Type = type,
                TimeUnixMs = rig.Time.UnixMs,
                Severity = severity,
            };
            _events.Add(item);
            rig.Events.Publish(item);
        }

        rig.Events.Drain();
    }

    public void Advance(TimeSpan time)
    {
        rig.Time.Advance(time);
        rig.Events.Drain();
    }

    /// <summary>How many points after one offset and up to another are wanted.</summary>
    public long CountPoints(long after, long upTo, Func<Series, bool> wanted) => OffsetsBetween(after, upTo).LongCount(o => wanted(SeriesAt(o)));

    public long CountEvents(long after, long upTo, Func<ActivityEvent, bool> wanted) => OffsetsBetween(after, upTo).LongCount(o => wanted(EventAt(o)));

    /// <summary>The offset of the newest point of a series up to an offset; 0 if there is none.</summary>
    public long Newest(Series series, long upTo)
    {
        for (var offset = upTo; offset > 0; offset--)
        {
            if (ReferenceEquals(SeriesAt(offset), series)) return offset;
        }

        return 0;
    }

    public IEnumerable<Series> SeriesBetween(long after, long upTo) => OffsetsBetween(after, upTo).Select(SeriesAt).Distinct();

    private static IEnumerable<long> OffsetsBetween(long after, long upTo)
    {
        for (var offset = after + 1; offset <= upTo; offset++) yield return offset;
    }
}
