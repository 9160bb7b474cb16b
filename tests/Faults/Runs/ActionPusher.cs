using System.Collections.Concurrent;
using CleanLite.Faults.Histories;
using CleanLite.Faults.Peers;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Runs;

/// <summary>Keeps asking agents for actions over the HTTP API, and asks in the end what became of them.</summary>
internal sealed class ActionPusher(FaultServer server, IHistory history)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(120);

    private readonly ConcurrentQueue<string> _pushes = new();

    public async Task RunAsync(IReadOnlyList<string> agents, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (server.IsRunning) await AskAsync(agents[random.Next(agents.Count)], cancellationToken);
            await Task.Delay(Pace, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks an agent for an action; null if the server did not take it.</summary>
    public async Task<string?> AskAsync(string agent, CancellationToken cancellationToken)
    {
        try
        {
            var push = await server.PostAsync($"api/v1/agents/{agent}/actions", $$"""{"name":"{{ActionRecorder.Action}}","expiresInMs":10000}""", cancellationToken);
            var id = push.GetProperty("pushId").GetString()!;
            history.Add(new Pushed(agent, id));
            _pushes.Enqueue(id);
            return id;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public async Task<string> StateOfAsync(string push, CancellationToken cancellationToken) =>
        (await server.GetAsync($"api/v1/pushes/{push}", cancellationToken)).GetProperty("state").GetString()!;

    /// <summary>Writes down what became of each push that the server still knows.</summary>
    public async Task SettleAsync()
    {
        foreach (var push in _pushes)
        {
            try
            {
                history.Add(new Settled(push, await StateOfAsync(push, default)));
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // An earlier server's, or none that it would tell of.
            }
        }
    }
}
