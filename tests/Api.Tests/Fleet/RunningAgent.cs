using CleanLite.Agent;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>The real host agent in this process.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly string _id;
    private readonly Task<bool> _running;

    private RunningAgent(string id, HostAgent agent) => (_id, _running) = (id, agent.RunAsync(_stop.Token));

    public bool HasEnded => _running.IsCompleted;

    public static RunningAgent Start(TestServer server, string id, HostOptions host, TimeSpan? interval = null) =>
        new(id, new HostAgent(new AgentOptions { Server = server.Door, AgentId = id, ReportInterval = interval ?? TimeSpan.FromMilliseconds(500) }, host));

    public Task ReportsAsync(TestServer server, string metric) => Eventually.HoldsAsync(
        () => server.Applied.Points.Any(p => p.Series.Agent.Value == _id && p.Series.Metric.Value == metric), $"{metric} arrives");

    /// <summary>How often it has reported.</summary>
    public int Ticks(TestServer server) =>
        server.Applied.Points.Where(p => p.Series.Agent.Value == _id).Select(p => p.Timestamp).Distinct().Count();

    /// <summary>Waits until it ends by itself; true if it is to be started again.</summary>
    public Task<bool> EndAsync() => _running.WaitAsync(Eventually.Patience);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
