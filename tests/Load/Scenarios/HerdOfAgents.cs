using System.Collections.Concurrent;
using CleanLite.Agent;
using CleanLite.Load.Agents;
using CleanLite.Load.Measure;
using CleanLite.V1;

namespace CleanLite.Load.Scenarios;

/// <summary>Agents of the product's own library, each reporting one point a second, whose value counts up from 1.</summary>
internal sealed class HerdOfAgents : IAsyncDisposable
{
    /// <summary>The number of the one series that each reports.</summary>
    public const int Series = 1;

    private readonly List<AgentClient> _clients = [];
    private readonly ConcurrentDictionary<AgentClient, double> _backAt = new();
    private readonly ConcurrentDictionary<AgentClient, long> _acknowledgedByTheLost = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private long _lostAt;

    /// <summary>For each agent that is back, how many seconds after the server was lost.</summary>
    public IReadOnlyCollection<double> BackAt => [.. _backAt.Values];

    public long Shed => _clients.Sum(c => c.Status.PointsShed);

    public long Buffered => _clients.Sum(c => c.Status.PointsBuffered);

    /// <summary>Points acknowledged since the server was lost.</summary>
    public long AcknowledgedSince => _clients.Sum(c => c.Status.PointsAcknowledged) - _acknowledgedByTheLost.Values.Sum();

    public static async Task<HerdOfAgents> GatherAsync(Uri server, int count)
    {
        var herd = new HerdOfAgents();
        for (var i = 0; i < count; i++) herd._clients.Add(new AgentClient(new AgentOptions { Server = server, AgentId = SeriesName.AgentId(i) }));
        while (herd._clients.Exists(c => !c.Status.Connected))
            await Progress.WaitAsync("connecting agents", 0.5, () => $"{herd._clients.Count(c => c.Status.Connected)}/{count}");
        herd._running = herd.RunAsync();
        return herd;
    }

    /// <summary>How many points an agent had acknowledged by the server that was lost.</summary>
    public long AcknowledgedByTheLost(int agent) => _acknowledgedByTheLost.GetValueOrDefault(_clients[agent]);

    /// <summary>How many points an agent has reported: the value of its newest.</summary>
    public long Reported(int agent) => _clients[agent].Status.PointsProduced;

    /// <summary>Reports no more, and waits until all is acknowledged, but not for ever.</summary>
    public async Task CeaseAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var tries = 0; tries < 20 && Buffered > 0; tries++) await Progress.WaitAsync("L7 emptying buffers", 0.5);
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
        var series = new MetricSeries(
            "load.metric.1", MetricKind.Gauge, "1", ("group", SeriesName.Group(Series)), ("series", SeriesName.Label(Series)));
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
            if (status.Connected && status.Reconnects > 0) _backAt.TryAdd(client, (now - _lostAt) / 1e6);
            if (status.Connected) continue;
            Interlocked.CompareExchange(ref _lostAt, now, 0);
            _acknowledgedByTheLost.TryAdd(client, status.PointsAcknowledged);
        }
    }
}
