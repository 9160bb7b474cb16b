using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>An agent that says what a test tells it to, through either door.</summary>
internal sealed class TestAgent : IDisposable
{
    private readonly AsyncDuplexStreamingCall<AgentMessage, ServerMessage>? _call;
    private readonly AgentSocket? _socket;

    public TestAgent(AgentService.AgentServiceClient client, string? token = null, CancellationToken cancellation = default) =>
        _call = client.Connect(token is null ? null : new Metadata { { "authorization", $"Bearer {token}" } }, cancellationToken: cancellation);

    private TestAgent(AgentSocket socket) => _socket = socket;

    public Welcome Welcome { get; private set; } = new();

    public Task<Metadata> Headers => Call.ResponseHeadersAsync;

    private AsyncDuplexStreamingCall<AgentMessage, ServerMessage> Call => _call.ShouldNotBeNull();

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
        await agent.GreetAsync(new Hello
        {
            AgentId = id,
            SessionId = session,
            Capabilities = { capabilities ?? [] },
            Labels = { labels ?? [] },
            ConfigHash = configHash,
        });
        return agent;
    }

    /// <summary>Connects through <paramref name="door"/>, <c>grpc</c> or <c>websocket</c>, and introduces itself.</summary>
    public static async Task<TestAgent> ConnectAsync(
        TestServer server, string door, string id = "agent-1", string session = "s1", string[]? capabilities = null)
    {
        var agent = door == "websocket" ? new TestAgent(await AgentSocket.OpenAsync(server)) : new TestAgent(server.Client);
        await agent.GreetAsync(new Hello { AgentId = id, SessionId = session, Capabilities = { capabilities ?? [] } });
        return agent;
    }

    public Task SendAsync(AgentMessage message) =>
        _socket is null ? Call.RequestStream.WriteAsync(message).WaitAsync(Eventually.Patience) : _socket.SendAsync(message);

    public Task SendAsync(ulong sequence, params TimeSeries[] series) =>
        SendAsync(new AgentMessage { Batch = new MetricBatch { Sequence = sequence, Series = { series } } });

    /// <summary>The server's next message; null if it ended the stream well.</summary>
    public async Task<ServerMessage?> ReadAsync()
    {
        if (_socket is not null) return await _socket.ReadAsync();
        return await Call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience) ? Call.ResponseStream.Current : null;
    }

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

        return Call.GetStatus();
    }

    public Task HalfCloseAsync() => _socket is null ? Call.RequestStream.CompleteAsync() : _socket.CloseAsync();

    public void Dispose()
    {
        _call?.Dispose();
        _socket?.Dispose();
    }

    private async Task GreetAsync(Hello hello)
    {
        await SendAsync(new AgentMessage { Hello = hello });
        Welcome = (await ReadAsync())!.Welcome;
        Welcome.ShouldNotBeNull();
    }
}
