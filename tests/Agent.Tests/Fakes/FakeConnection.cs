using System.Threading.Channels;
using CleanLite.Agent.Session;
using CleanLite.V1;

namespace CleanLite.Agent.Tests.Fakes;

/// <summary>One connection; the agent uses it as <see cref="IAgentConnection"/>, the test plays the server.</summary>
internal sealed class FakeConnection : IAgentConnection
{
    private readonly Channel<AgentMessage> _toServer = Channel.CreateUnbounded<AgentMessage>();
    private readonly Channel<ServerMessage> _toAgent = Channel.CreateUnbounded<ServerMessage>();

    public bool HasSession { get; init; } = true;

    /// <summary>While set, no message leaves the agent.</summary>
    public bool Stalled { get; set; }

    public bool IsDisposed { get; private set; }

    public bool IsCompleted { get; private set; }

    /// <summary>The agent has read all that was sent.</summary>
    public bool IsRead => _toAgent.Reader.Count == 0;

    async Task IAgentConnection.SendAsync(AgentMessage message, CancellationToken cancellationToken)
    {
        if (Stalled)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        if (!_toServer.Writer.TryWrite(message))
            throw new TransportException("broken");
    }

    async Task<ServerMessage?> IAgentConnection.ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _toAgent.Reader.WaitToReadAsync(cancellationToken) && _toAgent.Reader.TryRead(out var message) ? message : null;
        }
        catch (IOException exception)
        {
            throw new TransportException(exception.Message);
        }
    }

    Task IAgentConnection.CompleteAsync()
    {
        IsCompleted = true;
        _toServer.Writer.TryComplete();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        _toServer.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <summary>What the agent sent next.</summary>
    public async Task<AgentMessage> ReadAsync() => await _toServer.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Patience);

    public async Task<MetricBatch> ReadBatchAsync()
    {
        var message = await ReadAsync();
        message.BodyCase.ShouldBe(AgentMessage.BodyOneofCase.Batch);
        return message.Batch;
    }

    /// <summary>What the agent has sent and the test has not read, if anything.</summary>
    public AgentMessage? Peek() => _toServer.Reader.TryPeek(out var message) ? message : null;

    public async Task<Hello> WelcomeAsync(ulong lastSequence = 0, uint window = 100)
    {
        var hello = await ReadAsync();
        hello.BodyCase.ShouldBe(AgentMessage.BodyOneofCase.Hello);
        Send(new ServerMessage
        {
            Welcome = new Welcome { LastSequence = lastSequence, Limits = new Limits { MaxUnacknowledgedBatches = window } },
        });
        return hello.Hello;
    }

    public void Send(ServerMessage message) => _toAgent.Writer.TryWrite(message).ShouldBeTrue();

    public void Acknowledge(ulong sequence, ulong? last = null, BatchStatus status = BatchStatus.Accepted, uint retryAfterMs = 0) => Send(new ServerMessage
    {
        Ack = new Ack
        {
            Sequence = sequence,
            LastSequence = last ?? sequence,
            Result = new BatchResult { Status = status, RetryAfterMs = retryAfterMs },
        },
    });

    public void SayGoodbye(Goodbye.Types.Reason reason, uint reconnectAfterMs = 0) =>
        Send(new ServerMessage { Goodbye = new Goodbye { Reason = reason, ReconnectAfterMs = reconnectAfterMs } });

    /// <summary>The server ends the stream in good order.</summary>
    public void Close() => _toAgent.Writer.TryComplete();

    /// <summary>The network ends it.</summary>
    public void Break()
    {
        _toServer.Writer.TryComplete();
        _toAgent.Writer.TryComplete(new IOException("broken"));
    }
}
