using CleanLite.Abuse.Servers;
using CleanLite.Agent;
using CleanLite.V1;

namespace CleanLite.Abuse.Runs;

/// <summary>An agent with the product's own library that sends a batch of one point every 20 ms, and a viewer that wants to see each of them, in order.</summary>
internal sealed class Neighbour : IAsyncDisposable
{
    private const string Id = "neighbour";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly AgentClient _client;
    private readonly NeighbourViewer _viewer;
    private readonly Task _reporting;
    private long _sent;
    private volatile bool _pausing;

    private Neighbour(AbuseServer server, NeighbourViewer viewer)
    {
        _viewer = viewer;
        _client = new AgentClient(new AgentOptions { AgentId = Id, Server = server.Grpc, ReportInterval = TimeSpan.FromMilliseconds(100), Token = AbuseServer.AgentToken });
        _reporting = ReportAsync();
    }

    /// <summary>Batches sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public static async Task<Neighbour> StartAsync(AbuseServer server) => new(server, await NeighbourViewer.StartAsync(server, Id));

    /// <summary>Points that its viewer has seen so far.</summary>
    public int Seen => _viewer.Seen;

    /// <summary>The delays of those seen from number <paramref name="first"/> on.</summary>
    public Delays DelaysFrom(int first) => Delays.Of(_viewer.DelaysFrom(first));

    /// <summary>Falls silent until everything has arrived; tells what is missing, or null.</summary>
    public async Task<string?> SettleAsync()
    {
        _pausing = true;
        var until = DateTime.UtcNow + Patience;
        while (DateTime.UtcNow < until && (_client.Status.PointsAcknowledged < Sent || _viewer.Last < Sent) && _viewer.Fault is null) await Task.Delay(20);
        var (status, fault) = (_client.Status, _viewer.Fault);
        _pausing = false;
        if (fault is not null) return $"the neighbour's viewer: {fault}";
        if (status.Reconnects > 0 || status.PointsShed > 0) return $"the neighbour reconnected {status.Reconnects} times and shed {status.PointsShed} points";
        return status.PointsAcknowledged < Sent || _viewer.Last < Sent
            ? $"of {Sent} batches of the neighbour {status.PointsAcknowledged} were acknowledged and {_viewer.Last} shown" : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reporting;
        await _client.DisposeAsync();
        await _viewer.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReportAsync()
    {
        var series = new MetricSeries("neighbour.count", MetricKind.Counter, "1");
        var last = 0L;
        while (!_stop.IsCancellationRequested)
        {
            if (!_pausing)
            {
                last = Math.Max(last + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
                _client.TryReport([new MetricPoint(series, last, Interlocked.Increment(ref _sent))]);
            }

            await Task.Delay(Pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
