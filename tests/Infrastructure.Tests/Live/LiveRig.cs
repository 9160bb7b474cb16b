using System.Net;
using CleanLite.Application.Activity;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.Viewers;
using CleanLite.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Live;

/// <summary>The live room without a server around it: feeds and viewers, on a clock that the test turns.</summary>
internal sealed class LiveRig : IAsyncDisposable
{
    private readonly TestMeters _meters = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loops;
    private int _series;
    private int _events;

    private readonly LiveEncoding _encoding;

    public LiveRig(LiveEncoding encoding, Action<LiveOptions>? adjust = null, IEnumerable<ILiveCall>? calls = null, TimeProvider? time = null, bool run = true)
    {
        _encoding = encoding;
        adjust?.Invoke(Options);
        var clock = time ?? Time;
        Counts = new LiveMetrics(_meters, clock);
        var epoch = Epoch.New();
        Metrics = new MetricFeed(Options, epoch, Counts, clock);
        Events = new EventFeed(Options, epoch, Log, Counts, clock);
        var feeds = new FeedReaders(Metrics, Events, Options, Counts, clock);
        var system = new SystemEvents(System, new EventIds(clock), clock);
        Viewers = new LiveViewers(new ViewerContext(feeds, calls ?? [], Options, Counts, new LiveLog(NullLogger<LiveLog>.Instance), system, clock));
        _loops = run ? Task.WhenAll(Task.Run(() => Metrics.RunAsync(_stop.Token)), Task.Run(() => Events.RunAsync(_stop.Token))) : Task.CompletedTask;
    }

    public FakeTime Time { get; } = new();

    public LiveOptions Options { get; } = new() { GatherMs = 0 };

    public LiveMetrics Counts { get; }

    public IActivityLog Log { get; } = Substitute.For<IActivityLog>();

    /// <summary>Takes what the room says of itself; it stays out of <see cref="Events"/>, which a test counts.</summary>
    public IActivityBroadcaster System { get; } = Substitute.For<IActivityBroadcaster>();

    public MetricFeed Metrics { get; }

    public EventFeed Events { get; }

    public LiveViewers Viewers { get; }

    public static Series SeriesOf(int number, string agent, string metric, params (string, string)[] labels) =>
        new(number, AgentId.Parse(agent), new SeriesDefinition(MetricName.Parse(metric), LabelSet.Of(labels)));

    /// <summary>A series with the next free number.</summary>
    public Series NewSeries(string agent = "web-1", string metric = "cpu", params (string, string)[] labels) =>
        SeriesOf(_series++, agent, metric, labels);

    /// <summary>A batch, as ingest appends it.</summary>
    public void Publish(params ReadOnlySpan<MetricPoint> points)
    {
        Metrics.TryReserve(points.Length).ShouldBeTrue();
        foreach (ref readonly var point in points) Metrics.Append(point);
        Metrics.Release(points.Length);
    }

    public ActivityEvent NewEvent(string type = "task.created", string source = "agent/web-1", Severity severity = Severity.Info) => new()
    {
        Id = $"e{Interlocked.Increment(ref _events)}",
        Source = source,
        Type = type,
        TimeUnixMs = Time.UnixMs,
        Severity = severity,
    };

    /// <summary>A viewer that subscribes to those channels at connect; to metrics alone if none is named.</summary>
    public LiveClient Connect(params ChannelSubscription[] subscriptions) =>
        Connect(subscriptions.Length == 0 ? [ChannelSubscription.Default] : subscriptions, 64 * 1024);

    public LiveClient Connect(IReadOnlyList<ChannelSubscription> subscriptions, int buffer, IPAddress? address = null)
    {
        var (server, client) = DuplexStream.Pair(buffer);
        return new LiveClient(client, Task.Run(() => ServeAsync(server, new LiveRequest(address, subscriptions, _encoding))));
    }

    public static ChannelSubscription Metric(SeriesFilter? filter = null, StreamPosition? since = null, bool snapshot = true, int intervalMs = 0) =>
        new(LiveChannels.Metrics, filter ?? SeriesFilter.All, EventFilter.All, since, snapshot, intervalMs);

    public static ChannelSubscription Event(string channel = LiveChannels.Events, EventFilter? filter = null, StreamPosition? since = null) =>
        new(channel, SeriesFilter.All, filter ?? EventFilter.All, since);

    public static SeriesFilter Agents(params string[] patterns) => new(new PatternList(patterns), PatternList.Any, []);

    /// <summary>Waits until <paramref name="condition"/> holds; fails after a minute.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            if (tries > 6_000) throw new TimeoutException("The condition did not come true within a minute.");
            await Task.Delay(10);
        }
    }

    /// <summary>As the endpoint does: once a viewer has been served its connection is closed.</summary>
    private async Task<LiveOutcome> ServeAsync(DuplexStream server, LiveRequest request)
    {
        try
        {
            return await Viewers.ServeAsync(server, request, CancellationToken.None);
        }
        finally
        {
            server.Cut();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Viewers.CutAll();
        await UntilAsync(() => Viewers.Count == 0);
        await _stop.CancelAsync();
        await _loops;
        Viewers.Dispose();
        Events.Dispose();
        _stop.Dispose();
        _meters.Dispose();
    }
}
