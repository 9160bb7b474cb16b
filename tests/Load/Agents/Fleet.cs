using System.Diagnostics;
using CleanLite.Load.Measure;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.Load.Agents;

/// <summary>Many agents, spread over connections.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const int HeartbeatTurns = 240;
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(12);

    private readonly FleetPlan _plan;
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<CallInvoker> _invokers = [];
    private readonly List<LoadAgent> _agents = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _heartbeats = Task.CompletedTask;
    private AgentTotals _ofReplaced;

    private Fleet(FleetPlan plan) => _plan = plan;

    public IReadOnlyList<LoadAgent> Agents => _agents;

    /// <summary>From when a batch was meant to be sent to its answer.</summary>
    public Histogram Acks { get; } = new();

    /// <summary>From when a batch was sent to its answer; what it waited for in the agent before is not in it.</summary>
    public Histogram Answers { get; } = new();

    /// <summary>How long it took until every agent was welcomed.</summary>
    public TimeSpan ConnectTime { get; private set; }

    public AgentTotals Totals
    {
        get
        {
            var sum = _ofReplaced;
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
        var fleet = new Fleet(plan);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < plan.Agents; i += plan.AgentsPerConnection) fleet._invokers.Add(fleet.OpenChannel(server));
        for (var i = 0; i < plan.Agents; i++) fleet._agents.Add(fleet.NewAgent(i));

        var limit = new ParallelOptions { MaxDegreeOfParallelism = plan.ConnectsAtOnce };
        await Parallel.ForAsync(0, plan.Agents, limit, async (i, _) =>
        {
            await fleet.ConnectAsync(fleet._agents[i], i);
            Progress.Tell($"connecting agents: {i}/{plan.Agents}");
        });
        fleet.ConnectTime = watch.Elapsed;
        fleet._heartbeats = fleet.HeartbeatAsync();
        return fleet;
    }

    /// <summary>Ends an agent's stream without a word and puts a new process of the same name in its place.</summary>
    public async Task RestartAsync(int index)
    {
        var (old, agent) = (_agents[index], NewAgent(index));
        await ConnectAsync(agent, index);
        _agents[index] = agent;
        _ofReplaced += old.Totals;
        old.Dispose();
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

    private LoadAgent NewAgent(int index)
    {
        var templates = Enumerable.Range(0, _plan.Templates).Select(t => new BatchTemplate(_plan.Shape, t * _plan.Shape.Series)).ToArray();
        return new LoadAgent(SeriesName.AgentId(_plan.FirstAgent + index), _plan.Shape, templates, _plan, Acks, Answers);
    }

    private Task ConnectAsync(LoadAgent agent, int index) =>
        agent.ConnectAsync(_invokers[index / _plan.AgentsPerConnection], _plan.FirstTimestamp, _stop.Token);

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

    // The contract asks for a sign of life every 15 s. Agents that send batches need none, but it costs them nothing. Each has its own moment: ten
    // thousand at once would be a herd that no real fleet is, and whoever is measured would stand behind it.
    private async Task HeartbeatAsync()
    {
        try
        {
            for (var turn = 0; ; turn = (turn + 1) % HeartbeatTurns)
            {
                await Task.Delay(HeartbeatEvery / HeartbeatTurns, _stop.Token);
                for (var i = turn; i < _agents.Count; i += HeartbeatTurns)
                {
                    if (_agents[i] is { Fault: null, Backlog: 0 } quiet) quiet.Heartbeat();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
