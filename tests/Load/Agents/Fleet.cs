using System.Diagnostics;
using CleanLite.Load.Measure;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.Load.Agents;

/// <summary>Many agents, spread over connections.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<LoadAgent> _agents = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _heartbeats = Task.CompletedTask;

    public IReadOnlyList<LoadAgent> Agents => _agents;

    /// <summary>From when a batch was meant to be sent to its answer.</summary>
    public Histogram Acks { get; } = new();

    /// <summary>How long it took until every agent was welcomed.</summary>
    public TimeSpan ConnectTime { get; private set; }

    public AgentTotals Totals
    {
        get
        {
            var sum = default(AgentTotals);
            foreach (var agent in _agents) sum += agent.Totals;
            return sum;
        }
    }

    public long Backlog => _agents.Sum(a => a.Backlog);

    /// <summary>Agents whose stream has ended, and why the first one did.</summary>
    public (int Count, string? First) Faults => (_agents.Count(a => a.Fault is not null), _agents.Find(a => a.Fault is not null)?.Fault);

    /// <summary>Connects the agents of <paramref name="plan"/>.</summary>
    public static async Task<Fleet> ConnectAsync(Uri server, FleetPlan plan)
    {
        var fleet = new Fleet();
        var watch = Stopwatch.StartNew();
        var invokers = new List<CallInvoker>();
        for (var i = 0; i < plan.Agents; i += plan.AgentsPerConnection) invokers.Add(fleet.OpenChannel(server));

        for (var i = 0; i < plan.Agents; i++)
        {
            var template = new BatchTemplate(plan.Shape);
            fleet._agents.Add(new LoadAgent(SeriesName.AgentId(plan.FirstAgent + i), plan.Shape, template, plan.Window, fleet.Acks));
        }

        var limit = new ParallelOptions { MaxDegreeOfParallelism = plan.ConnectsAtOnce };
        await Parallel.ForAsync(0, plan.Agents, limit, async (i, cancellation) =>
        {
            await fleet._agents[i].ConnectAsync(invokers[i / plan.AgentsPerConnection], plan.FirstTimestamp, fleet._stop.Token);
            Progress.Tell($"connecting agents: {i}/{plan.Agents}");
        });
        fleet.ConnectTime = watch.Elapsed;
        fleet._heartbeats = fleet.HeartbeatAsync();
        return fleet;
    }

    /// <summary>All agents send as fast as answers come.</summary>
    public void Saturate() => _agents.ForEach(a => a.Saturate());

    /// <summary>Stops asking for batches and waits until all that were asked for are answered; false if that takes longer than <paramref name="seconds"/>.</summary>
    public async Task<bool> DrainAsync(double seconds = 30)
    {
        _agents.ForEach(a => a.Cease());
        var watch = Stopwatch.StartNew();
        while (_agents.Exists(a => a.Backlog > 0 && a.Fault is null))
        {
            if (watch.Elapsed.TotalSeconds > seconds) return false;
            await Task.Delay(20);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _heartbeats;
        _agents.ForEach(a => a.Dispose());
        _channels.ForEach(c => c.Dispose());
        _stop.Dispose();
    }

    private CallInvoker OpenChannel(Uri server)
    {
        var channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan, UseProxy = false },
            DisposeHttpClient = true,
        });
        _channels.Add(channel);
        return channel.CreateCallInvoker();
    }

    // The contract asks for a sign of life every 15 s; agents that send batches need none, but it costs them nothing.
    private async Task HeartbeatAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(12), _stop.Token);
                foreach (var agent in _agents.Where(a => a.Fault is null && a.Backlog == 0)) agent.Heartbeat();
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
