using System.Net.Sockets;
using CleanLite.Api.Tests.Fleet;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Operations;

/// <summary>Limits on who may come in at all, at the limit and one past it (docs/operations.md, "Limits").</summary>
public sealed class LimitTests
{
    [Theory]
    [Doors]
    public async Task Stream_AtTheCapOfItsAddress_IsWelcomeAndOneMoreIsNot(string door)
    {
        await using var server = await TestServer.StartAsync(["Fleet:MaxStreamsPerAddress=2"]);
        using var counters = new Counters(server);
        using var first = await TestAgent.ConnectAsync(server, door, "a");

        // Both doors count as one.
        var second = await TestAgent.ConnectAsync(server, door == "grpc" ? "websocket" : "grpc", "b");
        using (var third = await AgentSocket.OpenAsync(server))
        {
            (await third.ReadToCloseAsync())!.Reason.ShouldBe(Goodbye.Types.Reason.Limit);
            third.CloseCode.ShouldBe(4503);
        }

        counters["cleanlite.sessions.ended"].ShouldBe(1);
        await second.HalfCloseAsync();
        while (await second.ReadAsync() is not null)
        {
        }

        second.Dispose();
        await Eventually.HoldsAsync(() => IsWelcomeAsync(server, door), "the place that was left is taken");
    }

    [Fact]
    public async Task Connection_AtTheCap_IsServedAndOneMoreIsNot()
    {
        await using var server = await TestServer.StartAsync(["Http:MaxConnections=2"]);
        using var counters = new Counters(server);
        using var first = await AskAsync(server);
        var second = await AskAsync(server);
        (first.Served, second.Served).ShouldBe((true, true));
        using (var third = await AskAsync(server)) third.Served.ShouldBeFalse();
        counters["cleanlite.connections.refused"].ShouldBe(1);

        // The agents' listener has room of its own.
        using var agent = await TestAgent.ConnectAsync(server, "grpc");
        second.Dispose();
        await Eventually.HoldsAsync(
            async () =>
            {
                using var next = await AskAsync(server);
                return next.Served;
            },
            "the place that was left is taken");
    }

    private static async Task<bool> IsWelcomeAsync(TestServer server, string door)
    {
        if (door == "grpc")
        {
            using var agent = new TestAgent(server.Client);
            await agent.SendAsync(new AgentMessage { Hello = new Hello { AgentId = "c" } });
            return (await agent.ReadAsync())!.Welcome is not null;
        }

        using var socket = await AgentSocket.OpenAsync(server);
        await socket.SendAsync(new AgentMessage { Hello = new Hello { AgentId = "c" } });
        return (await socket.ReadAsync())!.Welcome is not null;
    }

    private static async Task<KeptConnection> AskAsync(TestServer server)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(server.Http.Host, server.Http.Port);
            await client.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            return new KeptConnection(client, await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Eventually.Patience) == 1);
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            return new KeptConnection(client, Served: false);
        }
    }

    private sealed record KeptConnection(TcpClient Client, bool Served) : IDisposable
    {
        public void Dispose() => Client.Dispose();
    }
}
