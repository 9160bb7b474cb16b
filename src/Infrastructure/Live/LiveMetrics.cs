using System.Diagnostics.Metrics;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Infrastructure.Live;

/// <summary>What the live room counts: viewers and how they ended, what was sent, what was merged, lost or turned away, and the fan-out delay.</summary>
internal sealed class LiveMetrics : ILiveFigures, IPaintDelays
{
    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly UpDownCounter<long> _viewers;
    private readonly UpDownCounter<long> _subscriptions;
    private readonly Counter<long> _connects;
    private readonly Counter<long> _disconnects;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _writes;
    private readonly Counter<long> _merged;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _folded;
    private readonly Counter<long> _recoveries;
    private readonly Counter<long> _inputRefused;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _faults;
    private readonly Histogram<double> _delay;
    private readonly Histogram<double> _paintDelay;
    private readonly RecentDelays _recentDelays = new();

    public LiveMetrics(IMeterFactory factory, TimeProvider time)
    {
        _time = time;
        _meter = factory.Create(CleanLiteMeter.Name);
        _viewers = _meter.CreateUpDownCounter<long>("cleanlite.live.viewers", "{viewer}", "Viewers connected.");
        _subscriptions = _meter.CreateUpDownCounter<long>("cleanlite.live.subscriptions", "{subscription}", "Subscriptions, by channel.");
        _connects = _meter.CreateCounter<long>("cleanlite.live.connects", "{viewer}", "Viewers that came.");
        _disconnects = _meter.CreateCounter<long>("cleanlite.live.disconnects", "{viewer}", "Viewers that left or were refused, by close code and name.");
        _bytes = _meter.CreateCounter<long>("cleanlite.live.sent", "By", "Bytes written to viewers.");
        _writes = _meter.CreateCounter<long>("cleanlite.live.writes", "{write}", "Writes to viewers; one carries all that was waiting.");
        _merged = _meter.CreateCounter<long>("cleanlite.live.merged", "{point}", "Points left out for slow viewers, each told to its viewer.");
        _lost = _meter.CreateCounter<long>("cleanlite.live.lost", "{event}", "Events that slow viewers missed, each told to its viewer.");
        _folded = _meter.CreateCounter<long>("cleanlite.live.folded", "{event}", "Events folded above the rate for one subscription.");
        _recoveries = _meter.CreateCounter<long>("cleanlite.live.recoveries", "{subscription}", "Subscriptions with a position, by outcome.");
        _inputRefused = _meter.CreateCounter<long>("cleanlite.live.input.refused", "{item}", "Points and events for which there was no room.");
        _commands = _meter.CreateCounter<long>("cleanlite.live.commands", "{command}", "Commands from viewers, by action.");
        _faults = _meter.CreateCounter<long>("cleanlite.live.faults", "{command}", "Commands answered with an error, by code.");
        _delay = _meter.CreateHistogram<double>("cleanlite.live.delay", "s", "From taking in the oldest point of a flush to its write to a viewer.");
        _paintDelay = _meter.CreateHistogram<double>("cleanlite.client.paint_delay", "s", "From taking in a point to its being on a screen, as dashboards measured it; a sample.");
    }

    /// <summary>How many viewers there are.</summary>
    public long Viewers => Interlocked.Read(ref _viewerCount);

    /// <summary>Points left out for slow viewers since the start.</summary>
    public long MergedPoints => Interlocked.Read(ref _mergedCount);

    /// <summary>Events that slow viewers missed since the start.</summary>
    public long LostEvents => Interlocked.Read(ref _lostCount);

    /// <summary>Bytes written to viewers since the start.</summary>
    public long SentBytes => Interlocked.Read(ref _byteCount);

    public LiveFigures Read()
    {
        var delays = _recentDelays.Read();
        return new(Viewers, MergedPoints, LostEvents, SentBytes, delays?.P50, delays?.P99);
    }

    private long _viewerCount;
    private long _mergedCount;
    private long _lostCount;
    private long _byteCount;

    public void Observe(MetricFeed feed)
    {
        _meter.CreateObservableGauge("cleanlite.live.ring.points", () => feed.RingCount, "{point}", "Points held for recovery.");
        _meter.CreateObservableGauge("cleanlite.live.filters", () => feed.FilterCount, "{filter}", "Distinct metric filters in use.");
        _meter.CreateObservableGauge("cleanlite.live.window", () => feed.HeldBytes, "By", "Memory of the points held for recovery and of the frames held for viewers.");
    }

    public void Observe(Func<long> largestLag) =>
        _meter.CreateObservableGauge("cleanlite.live.queue_max", largestLag, "By", "What waits for the viewer that is furthest behind.");

    public void Connected()
    {
        Interlocked.Increment(ref _viewerCount);
        _viewers.Add(1);
        _connects.Add(1);
    }

    public void Disconnected(LiveEnding ending)
    {
        Interlocked.Decrement(ref _viewerCount);
        _viewers.Add(-1);
        CountEnding(ending);
    }

    /// <summary>A viewer was turned away before it was served.</summary>
    public void Refused(LiveEnding ending) => CountEnding(ending);

    public void Subscribed(string channel) => _subscriptions.Add(1, new KeyValuePair<string, object?>("channel", channel));

    public void Unsubscribed(string channel) => _subscriptions.Add(-1, new KeyValuePair<string, object?>("channel", channel));

    public void Wrote(int bytes)
    {
        Interlocked.Add(ref _byteCount, bytes);
        _bytes.Add(bytes);
        _writes.Add(1);
    }

    public void Merged(long points)
    {
        Interlocked.Add(ref _mergedCount, points);
        _merged.Add(points);
    }

    public void Lost(long events)
    {
        Interlocked.Add(ref _lostCount, events);
        _lost.Add(events);
    }

    public void Folded(long events) => _folded.Add(events);

    public void Recovered(string channel, bool recovered) => _recoveries.Add(
        1, new KeyValuePair<string, object?>("channel", channel), new KeyValuePair<string, object?>("recovered", recovered));

    public void InputRefused(int items) => _inputRefused.Add(items);

    public void Command(string action) => _commands.Add(1, new KeyValuePair<string, object?>("action", action));

    public void Fault(string code) => _faults.Add(1, new KeyValuePair<string, object?>("code", code));

    /// <summary>Samples the delay of a flush whose oldest item came in at <paramref name="stamp"/>.</summary>
    public void Delay(long stamp)
    {
        if (stamp == 0) return;
        var delay = _time.GetElapsedTime(stamp);
        _recentDelays.Add(delay);
        _delay.Record(delay.TotalSeconds);
    }

    /// <inheritdoc/>
    public void Record(TimeSpan delay) => _paintDelay.Record(delay.TotalSeconds);

    private void CountEnding(LiveEnding ending) => _disconnects.Add(
        1, new KeyValuePair<string, object?>("code", ending.Code), new KeyValuePair<string, object?>("name", ending.Name));
}
