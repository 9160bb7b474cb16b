using System.Globalization;
using System.Net;
using CleanLite.Faults.Checking;
using CleanLite.Faults.Histories;
using CleanLite.Faults.Peers;
using CleanLite.Faults.Servers;
using CleanLite.Load.Linux;
using CleanLite.Testing.Proxies;

namespace CleanLite.Faults.Runs;

/// <summary>
/// A server, agents and viewers that all come through proxies of their own, one viewer that is never disturbed, and somebody who keeps asking agents for
/// actions. A fault is what is done to it.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly List<FaultViewer> _viewers = [];
    private readonly Dictionary<string, int> _lives = [];

    public World(WorldPlan plan, IHistory history)
    {
        (Plan, History) = (plan, history);
        Server = new FaultServer(plan.Server, history);
        Random = new Random(plan.Seed);
        Actions = new ActionPusher(Server, history);
    }

    public WorldPlan Plan { get; }

    public IHistory History { get; }

    public FaultServer Server { get; }

    /// <summary>The one source of chance of a run.</summary>
    public Random Random { get; }

    public ActionPusher Actions { get; }

    /// <summary>The proxies before agents, by agent.</summary>
    public Dictionary<string, TcpProxy> AgentProxies { get; } = [];

    /// <summary>The proxies before viewers, by viewer.</summary>
    public Dictionary<string, TcpProxy> ViewerProxies { get; } = [];

    public List<FaultAgent> Agents { get; } = [];

    public IReadOnlyList<FaultViewer> Viewers => _viewers;

    /// <summary>What the server's process holds in memory.</summary>
    public double MemoryMegabytes => Server.MemoryMegabytes;

    /// <summary>Agents and viewers in processes of their own, by name.</summary>
    public Dictionary<string, ChildPeer> Children { get; } = [];

    public IEnumerable<TcpProxy> Proxies => AgentProxies.Values.Concat(ViewerProxies.Values);

    /// <summary>Starts everything and returns when every agent has been answered and every viewer has its position.</summary>
    public async Task StartAsync()
    {
        await Server.StartAsync();
        for (var i = 1; i <= Plan.Agents; i++) AddAgent($"a{i}", Plan.TimestampOf(i));
        foreach (var name in Plan.ChildAgents) StartChildAgent(name);
        Watch(new FaultViewerPlan
        {
            Name = HistoryChecker.Watcher,
            Server = () => Server.Doors is { } doors ? UriOf(doors.Http) : throw new InvalidOperationException("There is no server."),
            Seed = Plan.Seed,
            CurrentEpoch = async token => (await Server.GetAsync("api/v1/latest?limit=1", token)).GetProperty("epoch").GetString()!,
        });
        for (var i = 1; i <= Plan.Viewers; i++) AddViewer($"v{i}", i == Plan.Viewers ? "a1" : null);
        foreach (var name in Plan.ChildViewers)
            Children[name] = new ChildPeer(History, ChildCommand.Viewer, name, UriOf(AddProxy(ViewerProxies, name).Address).ToString(), "1");
        Lead();
        await UntilAsync("everyone is there", () => Task.FromResult(Agents.TrueForAll(a => a.Status.PointsAcknowledged > 0) && _viewers.TrueForAll(v => v.Position is not null)), Patience);
        _running.Add(Actions.RunAsync([.. AgentProxies.Keys], Plan.Seed, _stop.Token));
    }

    /// <summary>Writes down what is done, as the reader of a failed run wants to know it.</summary>
    public void Note(string what) => History.Add(new Injected(what));

    /// <summary>Writes down whether a criterion of the fault holds.</summary>
    public void Judge(string criterion, bool holds, string detail) => History.Add(new Judged(criterion, holds, detail));

    /// <summary>Writes down a figure, and judges it where it has a limit.</summary>
    public void Measure(string what, double value, string unit, double? atMost = null)
    {
        History.Add(new Measured(what, Math.Round(value, 3), unit, atMost));
        if (atMost is not null) Judge($"{what}: {atMost} {unit} at most", value <= atMost, string.Create(CultureInfo.InvariantCulture, $"{value:0.###} {unit}"));
    }

    public Task PauseAsync(int leastMs, int mostMs) => Task.Delay(Random.Next(leastMs, mostMs + 1));

    /// <summary>Kills the server and starts it again over the same folder.</summary>
    public async Task CrashServerAsync(Func<Task>? meanwhile = null)
    {
        Note("SIGKILL server");
        await Server.KillAsync();
        if (meanwhile is not null) await meanwhile();
        await RestartServerAsync();
    }

    /// <summary>Asks the server to stop; it has 5 s.</summary>
    public async Task TerminateServerAsync()
    {
        Note("SIGTERM server");
        var (seconds, code) = await Server.StopAsync();
        Measure("time from SIGTERM to the end", seconds, "s", atMost: 5);
        Judge("its exit code is 0", code == 0, $"{code}");
    }

    public async Task RestartServerAsync()
    {
        await Server.StartAsync();
        Lead();
    }

    /// <summary>Kills an agent's process and starts it again with the same id, at once.</summary>
    public async Task CrashAgentAsync(string name)
    {
        Note($"SIGKILL {name}");
        await Children[name].KillAsync();
        StartChildAgent(name);
    }

    /// <summary>Waits until <paramref name="holds"/>, and writes down as a criterion whether it came to hold in time.</summary>
    public async Task<bool> UntilAsync(string criterion, Func<Task<bool>> holds, TimeSpan within, Func<string>? detail = null)
    {
        var deadline = Environment.TickCount64 + (long)within.TotalMilliseconds;
        while (!await HoldsAsync(holds))
        {
            if (Environment.TickCount64 > deadline)
            {
                Judge(criterion, false, $"not within {within.TotalSeconds} s{(detail is null ? "" : ": " + detail())}");
                return false;
            }

            await Task.Delay(25);
        }

        return true;
    }

    /// <summary>Undoes whatever is wrong, lets everything settle, and writes down the end: all answered, all shown, all reachable.</summary>
    public async Task SettleAsync()
    {
        Note("heal");
        foreach (var proxy in Proxies) proxy.Heal();
        foreach (var child in Children.Values) child.Continue();
        if (Plan.Shift is { } shift) shift.Milliseconds = 0;
        Plan.Server.Clock?.Set(0);
        Plan.Server.Volume?.Mend();
        if (Server.IsRunning) Server.Signal(NativeMethods.Continue);
        else await RestartServerAsync();
        await Task.WhenAll(Agents.Select(a => a.QuietenAsync()));
        foreach (var child in Plan.ChildAgents) await Children[child].DisposeAsync();
        await UntilAsync(
            "everything is answered", () => Task.FromResult(Agents.TrueForAll(a => a.Status.PointsBuffered == 0)), Patience,
            () => string.Join("; ", Agents.Where(a => a.Status.PointsBuffered > 0).Select(a => $"{a.Id} holds {a.Status.PointsBuffered} points, {(a.Status.Connected ? "connected" : a.Status.LastError)}")));
        await UntilAsync("viewers converge", HaveConvergedAsync, Patience, () => string.Join("; ", _viewers.Select(v => $"{v.Name} at {v.Position ?? "no position"}")));
        await UntilAsync("the server holds the viewers that are there and no other", async () => await ViewersAsync() == 1 + ViewerProxies.Count, TimeSpan.FromSeconds(8));
        await JudgeAgentsAsync();
        await Actions.SettleAsync();
        var unaccounted = (await Server.GetAsync("api/v1/events?type=agent.unaccounted", default)).GetProperty("items");
        Judge("no point is unaccounted for", unaccounted.GetArrayLength() == 0, unaccounted.ToString());
        await WriteFinalAsync();
        Judge("viewers watch", _running.TrueForAll(r => !r.IsFaulted), _running.Find(r => r.IsFaulted)?.Exception?.ToString() ?? "");
        JudgeServer();
        Judge("the server's log tells of no error", Server.Errors.Count == 0, Server.Errors.Count == 0 ? "" : $"{Server.Errors.Count} errors, first {Server.Errors[0]}");
        Measure("slowest start", Server.Starts.Max(s => s.Wall), "s");
        Measure("slowest start, had its threads not waited for a core", Server.Starts.Max(s => s.Wall * s.Share), "s", atMost: 2);
    }

    /// <summary>Writes down whether the server is there, if it should be.</summary>
    public void JudgeServer()
    {
        var hasCrashed = Server.HasCrashed;
        if (hasCrashed) History.Add(new ServerDown(Server.Epoch, "by itself"));
        Judge("the server lives", !hasCrashed, hasCrashed ? Server.LastWords : "");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(Children.Values.Select(c => c.KillAsync()));
        if (Server.IsRunning) Server.Signal(NativeMethods.Continue);
        await Server.DisposeAsync();
        Plan.Server.Volume?.Dispose();
        await Task.WhenAll(Agents.Select(a => a.DisposeAsync().AsTask()));
        await Task.WhenAll(Proxies.Select(p => p.DisposeAsync().AsTask()));
        _stop.Dispose();
    }

    /// <summary>The door behind an end point.</summary>
    public static Uri UriOf(IPEndPoint door) => new($"http://{door}/");

    private void AddAgent(string id, Func<long, long> timestampOf) => Agents.Add(new FaultAgent(
        new FaultAgentPlan
        {
            Id = id,
            Server = UriOf(AddProxy(AgentProxies, id).Address),
            Seed = Random.Next(),
            Weight = Plan.Weight,
            Pace = TimeSpan.FromMilliseconds(Plan.PaceMs),
            TimestampOf = timestampOf,
        },
        History));

    private void StartChildAgent(string name)
    {
        var life = _lives[name] = _lives.GetValueOrDefault(name) + 1;
        var proxy = AgentProxies.GetValueOrDefault(name) ?? AddProxy(AgentProxies, name);
        Children[name] = new ChildPeer(
            History, ChildCommand.Agent, name, UriOf(proxy.Address).ToString(), Random.Next().ToString(CultureInfo.InvariantCulture), (life * 1_000_000).ToString(CultureInfo.InvariantCulture));
    }

    private void AddViewer(string name, string? agent)
    {
        var address = UriOf(AddProxy(ViewerProxies, name).Address);
        Watch(new FaultViewerPlan { Name = name, Server = () => address, Seed = Random.Next(), Agent = agent });
    }

    private void Watch(FaultViewerPlan plan)
    {
        var viewer = new FaultViewer(plan, History);
        _viewers.Add(viewer);
        _running.Add(viewer.RunAsync(_stop.Token));
    }

    private TcpProxy AddProxy(Dictionary<string, TcpProxy> proxies, string name) =>
        proxies[name] = new TcpProxy { SocketBytes = ReferenceEquals(proxies, ViewerProxies) ? Plan.ViewerSocketBytes : 0 };

    /// <summary>The proxies lead to the server that runs now.</summary>
    private void Lead()
    {
        foreach (var proxy in AgentProxies.Values) proxy.Target = Server.Doors!.Value.Grpc;
        foreach (var proxy in ViewerProxies.Values) proxy.Target = Server.Doors!.Value.Http;
    }

    private async Task<bool> HaveConvergedAsync()
    {
        var latest = await Server.GetAsync("api/v1/latest?limit=1", default);
        var position = $"{latest.GetProperty("epoch").GetString()}:{latest.GetProperty("offset").GetInt64()}";
        return _viewers.TrueForAll(v => v.Position == position);
    }

    /// <summary>How many viewers the server says that it serves.</summary>
    public async Task<int> ViewersAsync() => (await Server.GetAsync("health", default)).GetProperty("viewers").GetInt32();

    private async Task JudgeAgentsAsync()
    {
        foreach (var agent in Agents)
        {
            await UntilAsync(
                $"{agent.Id} is online",
                async () => (await Server.GetAsync($"api/v1/agents/{agent.Id}", default)).GetProperty("state").GetString() == "online",
                TimeSpan.FromSeconds(5));
            var reached = await Actions.AskAsync(agent.Id, default);
            await UntilAsync(
                $"a push reaches {agent.Id}",
                async () => reached is not null && await Actions.StateOfAsync(reached, default) == "applied",
                TimeSpan.FromSeconds(5));
        }
    }

    private async Task WriteFinalAsync()
    {
        var latest = await Server.GetAsync("api/v1/latest?limit=1000", default);
        History.Add(new Final(latest.GetProperty("epoch").GetString()!, latest.GetProperty("offset").GetInt64(), PointReader.Read(latest.GetProperty("items"))));
    }

    private static async Task<bool> HoldsAsync(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
