using BenchmarkDotNet.Attributes;
using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Benchmarks.Live;

/// <summary>
/// From the broadcaster's input to the connections of all viewers: offsets, ring, state, encoding, frames, cursors, a write each. Without sockets.
/// Per batch of 100 points, whatever the number of viewers.
/// </summary>
public class FanoutBenchmarks
{
    private const int Points = 100;

    private readonly AsyncSignal _ownSignal = new();
    private CountingStream[] _streams = [];
    private long[] _greetings = [];
    private Task[] _serving = [];
    private Series[] _series = [];
    private Composition _server = null!;
    private MetricFeed _feed = null!;
    private MetricLog _log = null!;
    private long _timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [Params(1, 10, 100, 1_000)]
    public int Viewers { get; set; }

    [Params(LiveEncoding.Json, LiveEncoding.Protobuf)]
    public LiveEncoding Encoding { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        // Nobody answers pings here.
        _server = new Composition("--CleanLite:Live:PingIntervalMs=600000", "--CleanLite:Live:HeartbeatMs=60000");
        _feed = _server.Feed;
        _series = [.. Enumerable.Range(0, Points).Select(NewSeries)];
        Connect();
        _log = _feed.Attach(SeriesFilter.All, _ownSignal, Encoding)!.Value.Log;
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        foreach (var stream in _streams) stream.Leave();
        await Task.WhenAll(_serving);
        await _server.DisposeAsync();
    }

    [Benchmark]
    public long Broadcast()
    {
        _timestamp++;
        _feed.TryReserve(Points);
        for (var i = 0; i < Points; i++) _feed.Append(new MetricPoint(_series[i], _timestamp, i + 0.25));
        _feed.Release(Points);
        _feed.Drain();
        var end = _log.Frames.End.Position;
        for (var i = 0; i < _streams.Length; i++)
        {
            while (_streams[i].Bytes - _greetings[i] < end) Thread.Yield();
        }

        return end;
    }

    private static Series NewSeries(int number) => new(number, Composition.Agent, new SeriesDefinition(
        MetricName.Parse("system.cpu.utilization"), LabelSet.Of(("cpu", $"{number}"), ("mode", "user")), "1", MetricKind.Gauge));

    private void Connect()
    {
        var wanted = new ChannelSubscription(LiveChannels.Metrics, SeriesFilter.All, EventFilter.All, Snapshot: false);
        var viewers = _server.Get<ILiveViewers>();
        _streams = [.. Enumerable.Range(0, Viewers).Select(_ => new CountingStream())];
        _serving = [.. _streams.Select(s => Task.Run(() => viewers.ServeAsync(s, new LiveRequest(null, [wanted], Encoding), CancellationToken.None)))];

        // Greeting and answer leave in one write.
        foreach (var stream in _streams) SpinWait.SpinUntil(() => stream.Bytes > 0);
        _greetings = [.. _streams.Select(s => s.Bytes)];
    }
}
