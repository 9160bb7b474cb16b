using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CleanLite.Api.Tests.Operations;

/// <summary>Calls methods over <c>/live</c>, as a viewer does.</summary>
internal static class LiveCalls
{
    public static async Task<JsonElement> CallAsync(this TestServer server, string method)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server.Http) { Scheme = "ws", Path = "/live", Query = "channels=none" }.Uri, patience.Token);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes($$"""{"id":1,"action":"call","method":"{{method}}"}"""), WebSocketMessageType.Text, true, patience.Token);
        while (true)
        {
            var message = await ReadAsync(socket, patience.Token);
            if (message.GetProperty("type").GetString() != "result") continue;
            message.GetProperty("method").GetString().ShouldBe(method);
            return message.GetProperty("result");
        }
    }

    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, cancellation);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) return JsonSerializer.Deserialize<JsonElement>(message.ToArray());
        }
    }
}
