using System.Net.WebSockets;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>A stream through the WebSocket door, by .NET's own client.</summary>
internal sealed class AgentSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public int? CloseCode => (int?)_socket.CloseStatus;

    public string? CloseName => _socket.CloseStatusDescription;

    public static async Task<AgentSocket> OpenAsync(TestServer server, string? origin = null)
    {
        var agent = new AgentSocket();
        agent._socket.Options.AddSubProtocol("cleanlite.agent.v1");
        if (origin is not null) agent._socket.Options.SetRequestHeader("Origin", origin);
        await agent._socket.ConnectAsync(new UriBuilder(server.Http) { Scheme = "ws", Path = "/agent/v1/ws" }.Uri, default).WaitAsync(Eventually.Patience);
        return agent;
    }

    public Task SendAsync(AgentMessage message) => SendAsync(message.ToByteArray());

    public Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Binary, bool end = true) =>
        _socket.SendAsync(bytes, type, end, CancellationToken.None).WaitAsync(Eventually.Patience);

    /// <summary>The server's next message; null once it has closed.</summary>
    public async Task<ServerMessage?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        for (var length = 0; ;)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            part.MessageType.ShouldBe(WebSocketMessageType.Binary);
            length += part.Count;
            if (part.EndOfMessage) return ServerMessage.Parser.ParseFrom(_buffer, 0, length);
        }
    }

    /// <summary>Reads to the end, answers the close, and returns the goodbye, if there was one.</summary>
    public async Task<Goodbye?> ReadToCloseAsync()
    {
        Goodbye? goodbye = null;
        while (await ReadAsync() is { } message) goodbye = message.Goodbye ?? goodbye;
        if (_socket.State == WebSocketState.CloseReceived) await CloseAsync();
        return goodbye;
    }

    public Task CloseAsync() => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    public void Dispose() => _socket.Dispose();
}
