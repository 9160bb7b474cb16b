using System.Net;
using System.Net.WebSockets;
using CleanLite.Agent.Session;
using CleanLite.V1;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Tests.Session;

/// <summary>A stream over a WebSocket, against a server that says what a test tells it to.</summary>
public sealed class WebSocketConnectionTests
{
    private const int Cap = 4 * 1024 * 1024;

    [Fact]
    public async Task Message_AtTheCap_IsTaken()
    {
        await using var server = await SayAsync(GoodbyeOf(Cap));
        await using var connection = await ConnectAsync(server);

        (await connection.ReceiveAsync(CancellationToken.None))!.CalculateSize().ShouldBe(Cap);
    }

    [Fact]
    public async Task Message_OneByteBeyondTheCap_EndsTheLink()
    {
        await using var server = await SayAsync(GoodbyeOf(Cap + 1));
        await using var connection = await ConnectAsync(server);

        (await Should.ThrowAsync<TransportException>(() => connection.ReceiveAsync(CancellationToken.None))).Message.ShouldContain($"{Cap} bytes");
    }

    private static byte[] GoodbyeOf(int size)
    {
        var message = new ServerMessage { Goodbye = new Goodbye { Detail = new string('x', size - 100) } };
        message.Goodbye.Detail += new string('x', size - message.CalculateSize());
        return message.ToByteArray();
    }

    private static async Task<WebApplication> SayAsync(byte[] message)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(async http =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, http.RequestAborted);
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<WebSocketConnection> ConnectAsync(WebApplication server)
    {
        var (socket, invoker) = (new ClientWebSocket(), new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false }));
        await socket.ConnectAsync(new Uri(server.Urls.Single().Replace("http:", "ws:", StringComparison.Ordinal)), invoker, CancellationToken.None);
        return new WebSocketConnection(socket, invoker, TimeProvider.System);
    }
}
