using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CleanLite.Api.Tests.Live;

/// <summary>The door of the viewers on a real socket: handshake, origins, limits, shutdown.</summary>
public sealed class LiveDoorTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Upgrade_WithoutSubprotocol_IsAnsweredWithoutOne()
    {
        var (status, text) = await new UpgradeRequest(shared.Server.Http).SendAsync();
        status.ShouldBe(101);
        text.ShouldContain("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Case.Insensitive);
        text.ShouldNotContain("Sec-WebSocket-Protocol", Case.Insensitive);
    }

    [Fact]
    public async Task Upgrade_WithOursAmongSubprotocols_NamesIt()
    {
        var (status, text) = await new UpgradeRequest(shared.Server.Http).With("Sec-WebSocket-Protocol", "mqtt, cleanlite.v1.json").SendAsync();
        status.ShouldBe(101);
        text.ShouldContain("Sec-WebSocket-Protocol: cleanlite.v1.json", Case.Insensitive);
    }

    [Theory]
    [InlineData("cleanlite.v1.protobuf", "cleanlite.v1.protobuf")]
    [InlineData("mqtt, cleanlite.v1.protobuf, cleanlite.v1.json", "cleanlite.v1.protobuf")]
    [InlineData("cleanlite.v1.json, cleanlite.v1.protobuf", "cleanlite.v1.json")]
    public async Task Upgrade_WithSeveralSubprotocols_TakesTheFirstThatItKnows(string offered, string chosen)
    {
        var (status, text) = await new UpgradeRequest(shared.Server.Http).With("Sec-WebSocket-Protocol", offered).SendAsync();
        status.ShouldBe(101);
        text.ShouldContain($"Sec-WebSocket-Protocol: {chosen}\r\n", Case.Insensitive);
    }

    [Theory]
    [InlineData("Upgrade", null, 426, "not_a_websocket")]
    [InlineData("Upgrade", "h2c", 426, "not_a_websocket")]
    [InlineData("Sec-WebSocket-Version", "8", 426, "bad_version")]
    [InlineData("Sec-WebSocket-Version", null, 426, "bad_version")]
    [InlineData("Sec-WebSocket-Key", null, 400, "bad_key")]
    [InlineData("Sec-WebSocket-Key", "c2hvcnQ=", 400, "bad_key")]
    [InlineData("Sec-WebSocket-Key", "not base64 at all!!!!!!!", 400, "bad_key")]
    [InlineData("Sec-WebSocket-Protocol", "mqtt, graphql-ws", 400, "unknown_subprotocol")]
    [InlineData("Origin", "https://evil.example", 403, "origin_not_allowed")]
    [InlineData("Origin", "null", 403, "origin_not_allowed")]
    [InlineData("Origin", "http://127.0.0.1:1", 403, "origin_not_allowed")]
    public async Task Upgrade_ThatIsWrong_IsRefusedBeforeIt(string header, string? value, int status, string code)
    {
        var answer = await new UpgradeRequest(shared.Server.Http).With(header, value).SendAsync();
        answer.Status.ShouldBe(status);
        answer.Text.ShouldContain($"\"code\":\"{code}\"");
        answer.Text.Contains("Sec-WebSocket-Version: 13", StringComparison.OrdinalIgnoreCase).ShouldBe(status == 426);
    }

    [Theory]
    [InlineData("channels=metric", "unknown_channel")]
    [InlineData("since=7", "bad_field")]
    [InlineData("agent=", "bad_field")]
    public async Task Upgrade_WithWrongQuery_IsRefusedBeforeIt(string query, string code)
    {
        var (status, text) = await new UpgradeRequest(shared.Server.Http) { Target = $"/live?{query}" }.SendAsync();
        status.ShouldBe(400);
        text.ShouldContain($"\"code\":\"{code}\"");
    }

    [Fact]
    public async Task Upgrade_FromOwnOrigin_IsTaken()
    {
        var own = new UpgradeRequest(shared.Server.Http).With("Origin", $"http://{shared.Server.Http.Authority}");
        (await own.SendAsync()).Status.ShouldBe(101);
        await using var server = await TestServer.StartAsync(["Security:AllowedHosts:0=metrics.example"]);
        var named = new UpgradeRequest(server.Http).With("Host", "metrics.example").With("Origin", "http://METRICS.example:80");
        (await named.SendAsync()).Status.ShouldBe(101);
    }

    [Fact]
    public async Task Upgrade_FromAllowedOrigin_IsTaken()
    {
        await using var server = await TestServer.StartAsync(["Security:AllowedOrigins:0=https://board.example"]);
        (await new UpgradeRequest(server.Http).With("Origin", "https://board.example").SendAsync()).Status.ShouldBe(101);
        (await new UpgradeRequest(server.Http).With("Origin", "http://board.example").SendAsync()).Status.ShouldBe(403);
        (await new UpgradeRequest(server.Http).With("Origin", "https://board.example.evil.example").SendAsync()).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Upgrade_FromOriginsThatAreNearlyAllowed_IsRefused()
    {
        await using var server = await TestServer.StartAsync(["Security:AllowedOrigins:0=https://board.example"]);
        var port = server.Http.Port;
        string[] same = ["https://board.example", "https://board.example:443", "HTTPS://Board.Example", $"http://{server.Http.Authority}"];
        string[] other =
        [
            "null", "", "*", "board.example", "//board.example", "https://", "http://board.example", "https://board.example:8443", "https://board.example:80", "https://a.board.example", "https://example",
            "https://board.example.evil.example", "https://evil.example/board.example", "https://board.example@evil.example", "https://evil.example/?https://board.example", "https://evil.example#https://board.example",
            "https://evilboard.example", "https://board-example", "https://board.examples", "https://xn--bard-5cd.example", "https://board.example\0.evil.example", "https://board%2eexample",
            "wss://board.example", "ftp://board.example", "file://board.example", "chrome-extension://board.example", "data:text/html,board.example", "https://board.example https://evil.example",
            "https://board.example, https://evil.example", "https://board.example, https://board.example", "https://board.example\r\nOrigin: https://evil.example", "https://board.example\r\nOrigin: https://board.example",
            "http://localhost", "http://[::1]", $"http://127.0.0.1:{port + 1}", $"http://127.0.0.1.evil.example:{port}", $"http://127.0.0.2:{port}", $"ws://127.0.0.1:{port}",
        ];
        foreach (var origin in same) (await StatusOfAsync(origin)).ShouldBe(101, origin);
        foreach (var origin in other) (await StatusOfAsync(origin)).ShouldBeOneOf([400, 403], origin);
        (await StatusOfAsync(null)).ShouldBe(101, "no browser says none");

        async Task<int> StatusOfAsync(string? origin) => (await new UpgradeRequest(server.Http).With("Origin", origin).SendAsync()).Status;
    }

    [Fact]
    public async Task Connections_TwoHundredAndOneFromOneAddress_LastIsRefusedWithItsCode()
    {
        await using var server = await TestServer.StartAsync();
        var viewers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => LiveSocket.OpenAsync(server, "channels=none")));
        foreach (var viewer in viewers) await viewer.NextAsync("welcome");

        await using var last = await LiveSocket.OpenAsync(server, "channels=none");
        (await last.NextAsync("bye")).GetProperty("code").GetInt32().ShouldBe(4503);
        (await last.NextAsync()).ShouldBeNull();
        last.CloseStatus.ShouldBe((WebSocketCloseStatus)4503);
        foreach (var viewer in viewers) await viewer.DisposeAsync();
    }

    [Fact]
    public async Task WebSocket_OverHttp2_CarriesTheSame()
    {
        using var handler = new SocketsHttpHandler();
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.AddSubProtocol("cleanlite.v1.json");
        await socket.ConnectAsync(new UriBuilder(shared.Server.Door) { Scheme = "ws", Path = "/live" }.Uri, invoker, default);
        socket.SubProtocol.ShouldBe("cleanlite.v1.json");

        var buffer = new byte[4_096];
        var read = await socket.ReceiveAsync(buffer, default);
        JsonDocument.Parse(buffer.AsMemory(0, read.Count)).RootElement.GetProperty("type").GetString().ShouldBe("welcome");
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"id":1,"action":"ping"}"""), WebSocketMessageType.Text, true, default);
        string text;
        do
        {
            read = await socket.ReceiveAsync(buffer, default);
            text = Encoding.UTF8.GetString(buffer, 0, read.Count);
        }
        while (!text.Contains("pong", StringComparison.Ordinal));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    [Fact]
    public async Task Stop_WithViewers_TellsThemAndIsOverInTime()
    {
        await using var server = await TestServer.StartAsync();
        var viewers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LiveSocket.OpenAsync(server)));
        foreach (var viewer in viewers) await viewer.NextAsync("snapshot");

        // Half of them read on and answer the close; the other half never read again.
        var reading = viewers.Take(10).Select(async viewer =>
        {
            var bye = await viewer.NextAsync("bye");
            (bye.GetProperty("code").GetInt32(), bye.GetProperty("reconnectAfterMs").GetInt32()).ShouldSatisfyAllConditions(
                b => b.Item1.ShouldBe(1012), b => b.Item2.ShouldBeInRange(0, 3_000));
            (await viewer.NextAsync()).ShouldBeNull();
            viewer.CloseStatus.ShouldBe((WebSocketCloseStatus)1012);
        }).ToList();
        await server.StopAsync().WaitAsync(Eventually.Patience);
        await Task.WhenAll(reading);
        foreach (var viewer in viewers) await viewer.DisposeAsync();
    }
}
