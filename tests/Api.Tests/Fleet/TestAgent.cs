using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>An agent that says what a test tells it to.</summary>
internal sealed class TestAgent : IDisposable
{
    private readonly AsyncDuplexStreamingCall<AgentMessage, ServerMessage> _call;

    public TestAgent(AgentService.AgentServiceClient client, string? token = null, CancellationToken cancellation = default) =>
        _call = client.Connect(token is null ? null : new Metadata { { "authorization", $"Bearer {token}" } }, cancellationToken: cancellation);

    public Welcome Welcome { get; private set; } = new();

    public Task<Metadata> Headers => _call.ResponseHeadersAsync;

    /// <summary>Connects and introduces itself.</summary>
    public static async Task<TestAgent> ConnectAsync(
        AgentService.AgentServiceClient client,
        string id = "agent-1",
        string session = "s1",
        string[]? capabilities = null,
        Dictionary<string, string>? labels = null,
        string configHash = "",
        string? token = null)
    {
        var agent = new TestAgent(client, token);
        var hello = new Hello { AgentId = id, SessionId = session, Capabilities = { capabilities ?? [] }, Labels = { labels ?? [] }, ConfigHash = configHash };
        await agent.SendAsync(new AgentMessage { Hello = hello });
        agent.Welcome = (await agent.ReadAsync())!.Welcome;
        agent.Welcome.ShouldNotBeNull();
        return agent;
    }

    public Task SendAsync(AgentMessage message) => _call.RequestStream.WriteAsync(message).WaitAsync(Eventually.Patience);

    public Task SendAsync(ulong sequence, params TimeSeries[] series) =>
        SendAsync(new AgentMessage { Batch = new MetricBatch { Sequence = sequence, Series = { series } } });

    /// <summary>The server's next message; null if it ended the stream well.</summary>
    public async Task<ServerMessage?> ReadAsync() =>
        await _call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience) ? _call.ResponseStream.Current : null;

    public async Task<Ack> ReadAckAsync()
    {
        var message = await ReadAsync();
        message.ShouldNotBeNull();
        message.BodyCase.ShouldBe(ServerMessage.BodyOneofCase.Ack);
        return message.Ack;
    }

    /// <summary>Sends a batch and reads its ack.</summary>
    public async Task<Ack> RoundTripAsync(ulong sequence, params TimeSeries[] series)
    {
        await SendAsync(sequence, series);
        return await ReadAckAsync();
    }

    public async Task<Goodbye> ReadGoodbyeAsync()
    {
        var message = await ReadAsync();
        message.ShouldNotBeNull();
        message.BodyCase.ShouldBe(ServerMessage.BodyOneofCase.Goodbye);
        return message.Goodbye;
    }

    /// <summary>Reads to the end of the stream and returns the status it ended with.</summary>
    public async Task<Status> ReadStatusAsync()
    {
        try
        {
            while (await ReadAsync() is not null)
            {
            }
        }
        catch (RpcException e)
        {
            return e.Status;
        }

        return _call.GetStatus();
    }

    public Task HalfCloseAsync() => _call.RequestStream.CompleteAsync();

    public void Dispose() => _call.Dispose();
}
