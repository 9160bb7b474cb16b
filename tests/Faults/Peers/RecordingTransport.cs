using CleanLite.Agent.Session;
using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Peers;

/// <summary>The agent library's own transport, with every batch and every answer written down.</summary>
internal sealed class RecordingTransport(IAgentTransport inner, string agent, IHistory history) : IAgentTransport
{
    private int _goodbyes;

    /// <summary>How often the server said Goodbye.</summary>
    public int Goodbyes => Volatile.Read(ref _goodbyes);

    public string Name => inner.Name;

    public Uri Address => inner.Address;

    public async ValueTask<IAgentConnection> ConnectAsync(CancellationToken cancellationToken) =>
        new RecordingConnection(await inner.ConnectAsync(cancellationToken), agent, history, () => Interlocked.Increment(ref _goodbyes));
}
