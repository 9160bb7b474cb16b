using System.Collections.Concurrent;
using CleanLite.Agent;
using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.V1;

namespace CleanLite.Load.Scenarios;

/// <summary>Agents of the product's own library, each reporting one point a second.</summary>
internal sealed class HerdOfAgents : IAsyncDisposable
{
    private readonly List<AgentClient> _clients = [];
    private readonly ConcurrentDictionary<AgentClient, double> _backAt = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private long _lostAt;

    /// <summary>For each agent that is back, how many seconds after the server was lost.</summary>
    public IReadOnlyCollection<double> BackAt => [.. _backAt.Values];

    public long Shed => _clients.Sum(c => c.Status.PointsShed);

    public long Buffered => _clients.Sum(c => c.Status.PointsBuffered);

    public static async Task<HerdOfAgents> GatherAsync(Uri server, int count)
    {
        var herd = new HerdOfAgents();
        for (var i = 0; i < count; i++) herd._clients.Add(new AgentClient(new AgentOptions { Server = server, AgentId = SeriesName.AgentId(i) }));
        while (herd._clients.Exists(c => !c.Status.Connected))
            await Progress.WaitAsync("connecting agents", 0.5, () => $"{herd._clients.Count(c => c.Status.Connected)}/{count}");
        herd._running = herd.RunAsync();
        return herd;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_clients.Select(c => c.DisposeAsync().AsTask()));
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var series = new MetricSeries("load.metric.1", MetricKind.Gauge, "1", ("group", "g0"), ("series", "00001"));
        for (var tick = 0L; ; tick++)
        {
            await Task.Delay(100, _stop.Token);
            var now = LoadClock.NowUs;
            for (var i = (int)(tick % 10); i < _clients.Count; i += 10)
                _clients[i].TryReport([new MetricPoint(series, LoadClock.UnixMsAt(now), (tick / 10) + 1)]);
            Watch(now);
        }
    }

    private void Watch(long now)
    {
        foreach (var client in _clients)
        {
            var status = client.Status;
            if (!status.Connected) Interlocked.CompareExchange(ref _lostAt, now, 0);
            else if (status.Reconnects > 0) _backAt.TryAdd(client, (now - _lostAt) / 1e6);
        }
    }
}
