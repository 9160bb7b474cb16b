using System.Collections.Concurrent;
using System.Net.Sockets;
using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Scenarios;

/// <summary>Viewers that come back by themselves where they left off, after a wait of full jitter from 1 s to 6 s, then longer.</summary>
internal sealed class HerdOfViewers : IAsyncDisposable
{
    private readonly Audience _audience;
    private readonly ConcurrentDictionary<int, double> _backAt = new();
    private readonly ConcurrentDictionary<int, LiveSink> _before = new();
    private readonly ConcurrentBag<LiveSink> _returned = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private long _lostAt;

    private HerdOfViewers(Audience audience) => _audience = audience;

    /// <summary>For each viewer that is back, how many seconds after the server was lost.</summary>
    public IReadOnlyCollection<double> BackAt => [.. _backAt.Values];

    /// <summary>Viewers that came back with <c>since</c> and were neither told that they missed nothing nor given a new epoch with a snapshot.</summary>
    public int Unclear => _returned.Count(s => s.Recovered is null || (s.Recovered == false && !s.HasSnapshot));

    /// <summary>The value that a viewer had seen last of its agent when the server was lost.</summary>
    public double SeenBefore(int viewer) => _before.TryGetValue(viewer, out var sink) ? sink.Verifier!.NewestOf(viewer, HerdOfAgents.Series) : double.MaxValue;

    public static async Task<HerdOfViewers> GatherAsync(Uri server, int count)
    {
        var herd = new HerdOfViewers(await Audience.ConnectAsync(server, new AudiencePlan(count, _ => NewSink()) { PathOf = PathOf }));
        for (var i = 0; i < count; i++) herd._running.Add(herd.KeepAsync(i));
        return herd;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _audience.Dispose();
        _stop.Dispose();
    }

    private static string PathOf(int viewer) => $"/live?agent={SeriesName.AgentId(viewer)}";

    private static LiveSink NewSink() => new(new LiveSinkPlan { Verifier = new SeriesVerifier() });

    private async Task KeepAsync(int index)
    {
        while (true)
        {
            while (_audience.Viewers[index].Ended is null) await Task.Delay(100, _stop.Token);
            Interlocked.CompareExchange(ref _lostAt, LoadClock.NowUs, 0);
            var old = (LiveSink)_audience.Viewers[index].Sink;
            _before.TryAdd(index, old);
            await ComeBackAsync(index, $"{PathOf(index)}&since={old.Epoch}:{old.Offset}");
            _backAt.TryAdd(index, (LoadClock.NowUs - _lostAt) / 1e6);
        }
    }

    private async Task ComeBackAsync(int index, string path)
    {
        for (var ceiling = 6.0; ; ceiling = Math.Min(30, ceiling * 2))
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + (Random.Shared.NextDouble() * (ceiling - 1))), _stop.Token);
            try
            {
                var sink = NewSink();
                await _audience.ReplaceAsync(index, path, sink, _stop.Token);
                _returned.Add(sink);
                return;
            }
            catch (Exception e) when (e is SocketException or InvalidDataException || (e is OperationCanceledException && !_stop.IsCancellationRequested))
            {
                // Not there yet.
            }
        }
    }
}
