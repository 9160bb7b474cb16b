using CleanLite.Application.Live;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>Opens the reader that a subscription asks for.</summary>
internal sealed class FeedReaders(MetricFeed metrics, EventFeed events, LiveOptions options, LiveMetrics counts, TimeProvider time)
{
    /// <summary>
    /// Opens it. A position that the viewer names is tried first; failing that it begins at <paramref name="takeover"/>, where an earlier
    /// subscription to the same channel ended, or else now.
    /// </summary>
    public OpenedReader Open(ChannelSubscription wanted, StreamPosition? takeover, LiveEncoding encoding, AsyncSignal signal)
    {
        var opened = wanted.Channel == LiveChannels.Metrics
            ? OpenMetrics(wanted, takeover, encoding, signal)
            : OpenEvents(wanted, takeover, encoding, signal);
        if (opened.Reader is null) return opened;
        counts.Subscribed(wanted.Channel);
        if (wanted.Since is not null) counts.Recovered(wanted.Channel, opened.Recovered);
        return opened;
    }

    /// <summary>The epoch of all feeds.</summary>
    public string Epoch => metrics.Epoch;

    /// <summary>Closes it.</summary>
    public void Close(FeedReader reader)
    {
        counts.Unsubscribed(reader.Channel);
        reader.Dispose();
    }

    private OpenedReader OpenMetrics(ChannelSubscription wanted, StreamPosition? takeover, LiveEncoding encoding, AsyncSignal signal)
    {
        if (wanted.Since is { } since && TryOpenMetrics(wanted, since, encoding, signal, out var recovered) is { } resumed)
        {
            if (recovered) return new OpenedReader(resumed, metrics.Epoch, true);
            resumed.Dispose();
        }

        var reader = TryOpenMetrics(wanted, takeover, encoding, signal, out _);
        if (reader is null) return OpenedReader.Refused;
        if (wanted.Snapshot) BeginWithSnapshot(reader);
        return new OpenedReader(reader, metrics.Epoch, false);
    }

    private FeedReader? TryOpenMetrics(
        ChannelSubscription wanted, StreamPosition? from, LiveEncoding encoding, AsyncSignal signal, out bool recovered)
    {
        if (wanted.IntervalMs == 0)
            return MetricReader.Open(metrics, wanted.Series, encoding, from, signal, counts, options.QueueBytes / 4, out recovered);
        var interval = TimeSpan.FromMilliseconds(wanted.IntervalMs);
        return ConflatedMetricReader.Open(metrics, wanted.Series, encoding, from, interval, signal, time, out recovered);
    }

    private OpenedReader OpenEvents(ChannelSubscription wanted, StreamPosition? takeover, LiveEncoding encoding, AsyncSignal signal)
    {
        var selection = new EventSelection(wanted.Channel, wanted.Events, encoding);
        if (wanted.Since is { } since && EventReader.Open(events, selection, since, signal, counts, options.QueueBytes, out var recovered) is { } resumed)
        {
            if (recovered) return new OpenedReader(resumed, events.Epoch, true);
            resumed.Dispose();
        }

        var reader = EventReader.Open(events, selection, takeover, signal, counts, options.QueueBytes, out _);
        return reader is null ? OpenedReader.Refused : new OpenedReader(reader, events.Epoch, false);
    }

    private static void BeginWithSnapshot(FeedReader reader)
    {
        if (reader is MetricReader plain) plain.BeginWithSnapshot();
        if (reader is ConflatedMetricReader conflated) conflated.BeginWithSnapshot();
    }
}
