using System.Net.WebSockets;
using System.Text.Json;

namespace CleanLite.Api.Tests.Live;

/// <summary>A foreign viewer: .NET's own WebSocket client, which knows nothing of the server's framing.</summary>
internal sealed class LiveSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<LiveSocket> OpenAsync(TestServer server, string query = "", string? token = null)
    {
        var live = new LiveSocket();
        live._socket.Options.AddSubProtocol("cleanlite.v1.json");
        if (token is not null) live._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await live._socket.ConnectAsync(new UriBuilder(server.Http) { Scheme = "ws", Path = "/live", Query = query }.Uri, default);
        return live;
    }

    /// <summary>The next message; null once the server has closed.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            length += part.Count;
            if (part.EndOfMessage) return JsonElement.Parse(_buffer.AsSpan(0, length));
        }
    }

    /// <summary>The next message of a type; others before it are passed over.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var message = (await NextAsync()).ShouldNotBeNull($"The server closed before it sent a {type}.");
            if (message.GetProperty("type").GetString() == type) return message;
        }
    }

    public Task SendAsync(string command) =>
        _socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(command), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
