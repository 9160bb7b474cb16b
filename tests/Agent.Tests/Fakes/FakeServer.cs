using System.Threading.Channels;
using CleanLite.Agent.Session;

namespace CleanLite.Agent.Tests.Fakes;

/// <summary>A transport whose other end the test holds in its hand.</summary>
internal sealed class FakeServer : IAgentTransport
{
    private readonly Channel<FakeConnection> _dialled = Channel.CreateUnbounded<FakeConnection>();
    private int _attempts;

    public bool HasSession { get; init; } = true;

    /// <summary>While set, nobody can connect.</summary>
    public string? Refusal { get; set; }

    public string Name { get; init; } = "grpc";

    public Uri Address => new($"http://{Name}.test/");

    public int Attempts => Volatile.Read(ref _attempts);

    public ValueTask<IAgentConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _attempts);
        if (Refusal is { } reason)
            throw new TransportException(reason);
        var connection = new FakeConnection { HasSession = HasSession };
        _dialled.Writer.TryWrite(connection);
        return new(connection);
    }

    /// <summary>The next connection, as it was dialled.</summary>
    public async Task<FakeConnection> AcceptAsync() => await _dialled.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Patience);

    /// <summary>The next connection, welcomed.</summary>
    public async Task<FakeConnection> WelcomeAsync(ulong lastSequence = 0, uint window = 100)
    {
        var connection = await AcceptAsync();
        await connection.WelcomeAsync(lastSequence, window);
        return connection;
    }
}
