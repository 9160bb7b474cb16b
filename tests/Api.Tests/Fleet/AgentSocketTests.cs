using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using CleanLite.Api.Tests.Ingest;
using CleanLite.Api.Tests.Live;
using CleanLite.Application.Fleet;
using CleanLite.V1;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>The WebSocket door: what it shares with the gRPC door, and what it refuses.</summary>
public sealed class AgentSocketTests
{
    private static readonly AgentMessage Hello = new() { Hello = new Hello { AgentId = "agent-1", SessionId = "s1" } };

    [Fact]
    public async Task Session_OverWebSocket_IsShownAsSuch()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server, "websocket");
        (await agent.RoundTripAsync(1, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);

        using var http = new HttpClient { BaseAddress = server.Http };
        var shown = (await http.GetFromJsonAsync<JsonElement>("/api/v1/agents")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        shown.GetProperty("transport").GetString().ShouldBe("websocket");
        shown.GetProperty("state").GetString().ShouldBe("online");
    }

    [Theory]
    [InlineData("grpc", "websocket")]
    [InlineData("websocket", "grpc")]
    [InlineData("websocket", "websocket")]
    public async Task Session_ThroughTheOtherDoor_SupersedesAndGoesOnWithTheNumbers(string first, string second)
    {
        await using var server = await TestServer.StartAsync();
        using var older = await TestAgent.ConnectAsync(server, first);
        await older.RoundTripAsync(1, Samples.Series());

        using var newer = await TestAgent.ConnectAsync(server, second);
        newer.Welcome.Takeover.ShouldBeTrue();
        newer.Welcome.LastSequence.ShouldBe(1UL);
        (await older.ReadGoodbyeAsync()).Reason.ShouldBe(Goodbye.Types.Reason.Superseded);
        (await newer.RoundTripAsync(1, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Duplicate);
        (await newer.RoundTripAsync(2, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
        server.Applied.Points.Count.ShouldBe(2);
    }

    [Theory]
    [Doors]
    public async Task Push_ToAnAgent_ReachesItThroughItsDoor(string door)
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server, door, capabilities: ["interval"]);
        using var http = new HttpClient { BaseAddress = server.Http };
        using var answer = await http.PostAsJsonAsync("/api/v1/agents/agent-1/interval", new { intervalMs = 250, leaseMs = 60_000 });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await agent.ReadAsync())!.Push.ReportInterval.IntervalMs.ShouldBe(250U);
    }

    [Fact]
    public async Task Close_ByTheAgent_IsAnsweredAfterWhatIsOwed()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await AgentSocket.OpenAsync(server);
        await agent.SendAsync(Hello);
        for (ulong i = 1; i <= 20; i++) await agent.SendAsync(Batch(i));
        await agent.CloseAsync();

        var answers = 0;
        while (await agent.ReadAsync() is not null) answers++;
        answers.ShouldBe(21);
        (agent.CloseCode, agent.CloseName).ShouldBe((1000, "closed"));
    }

    [Fact]
    public async Task Message_InFragments_IsOneMessage()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await AgentSocket.OpenAsync(server);
        await agent.SendAsync(Hello);
        foreach (var part in Batch(1).ToByteArray()) await agent.SendAsync([part], end: false);
        await agent.SendAsync([], end: true);

        (await agent.ReadAsync())!.Welcome.ShouldNotBeNull();
        (await agent.ReadAsync())!.Ack.Result.Status.ShouldBe(BatchStatus.Accepted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_ThatGoesOnBeyondItsCap_IsRefusedBeforeItsEnd(bool hasGreeted)
    {
        await using var server = await TestServer.StartAsync(["Fleet:MaxHelloBytes=1000", "Ingest:MaxBatchBytes=2000"]);
        using var agent = await AgentSocket.OpenAsync(server);
        if (hasGreeted) await agent.SendAsync(Hello);
        await agent.SendAsync(new byte[hasGreeted ? 2_001 : 1_001], end: false);

        (await agent.ReadToCloseAsync())!.Reason.ShouldBe(Goodbye.Types.Reason.Limit);
        (agent.CloseCode, agent.CloseName).ShouldBe((1009, "too_big"));
    }

    [Fact]
    public async Task Message_OfZeroBytes_IsAMessageWithoutABody()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await AgentSocket.OpenAsync(server);
        await agent.SendAsync([]);
        (await agent.ReadToCloseAsync())!.Detail.ShouldContain("message without a body");
        agent.CloseCode.ShouldBe(4501);
    }

    [Fact]
    public async Task Message_AtTheCap_IsTakenAndOneByteMoreIsNot()
    {
        const int cap = 4_096;
        await using var server = await TestServer.StartAsync([$"Ingest:MaxBatchBytes={cap}"]);
        using var counters = new Counters(server);
        using var agent = await AgentSocket.OpenAsync(server);
        await agent.SendAsync(Hello);
        await agent.ReadAsync();
        await agent.SendAsync(Padded(Batch(1), cap));
        (await agent.ReadAsync())!.Ack.Result.Status.ShouldBe(BatchStatus.Accepted);

        // In two fragments, each of which is within the cap.
        var tooLarge = Padded(Batch(2), cap + 1);
        await agent.SendAsync(tooLarge[..cap], end: false);
        await agent.SendAsync(tooLarge[cap..]);
        (await agent.ReadToCloseAsync())!.Reason.ShouldBe(Goodbye.Types.Reason.Limit);
        (agent.CloseCode, agent.CloseName).ShouldBe((1009, "too_big"));
        counters["cleanlite.sessions.closed"].ShouldBe(1);
        server.Applied.Points.Count.ShouldBe(1);
    }

    [Theory]
    [Doors]
    public async Task Hello_AtTheCap_IsTakenAndOneByteMoreIsNot(string door)
    {
        var size = Hello.CalculateSize() + 300;
        await using var server = await TestServer.StartAsync([$"Fleet:MaxHelloBytes={size}"]);
        using var counters = new Counters(server);
        (await FirstAnswerAsync(server, door, size)).BodyCase.ShouldBe(ServerMessage.BodyOneofCase.Welcome);
        counters["cleanlite.sessions.ended"].ShouldBe(0);
        (await FirstAnswerAsync(server, door, size + 1)).Goodbye.Reason.ShouldBe(Goodbye.Types.Reason.Limit);
        await Eventually.HoldsAsync(() => counters["cleanlite.sessions.ended"] == 1, "the end is counted");
    }

    [Fact]
    public async Task Message_AsText_Closes1003()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await AgentSocket.OpenAsync(server);
        await agent.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Text);
        (await agent.ReadToCloseAsync())!.Detail.ShouldContain("binary");
        (agent.CloseCode, agent.CloseName).ShouldBe((1003, "not_binary"));
    }

    [Fact]
    public async Task Message_ThatIsNoProtobuf_Closes1007()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await AgentSocket.OpenAsync(server);
        await agent.SendAsync(Hello);
        await agent.SendAsync([0x12, 0x7F]);
        (await agent.ReadToCloseAsync())!.Reason.ShouldBe(Goodbye.Types.Reason.ProtocolError);
        (agent.CloseCode, agent.CloseName).ShouldBe((1007, "not_a_message"));
    }

    [Fact]
    public async Task Session_BatchBeforeHello_Closes4501()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await AgentSocket.OpenAsync(server);
        await agent.SendAsync(Batch(1));
        (await agent.ReadToCloseAsync())!.Reason.ShouldBe(Goodbye.Types.Reason.ProtocolError);
        (agent.CloseCode, agent.CloseName).ShouldBe((4501, "protocol_error"));
        server.Applied.Points.ShouldBeEmpty();
    }

    [Fact]
    public async Task Session_NoHelloInTime_Closes4501()
    {
        var time = new FakeTime();
        await using var server = await TestServer.StartAsync(time: time);
        using var agent = await AgentSocket.OpenAsync(server);
        var leaving = agent.ReadToCloseAsync();
        await time.AdvanceUntilAsync(() => leaving.IsCompleted, TimeSpan.FromSeconds(1));
        (await leaving)!.Detail.ShouldContain("No Hello");
        agent.CloseCode.ShouldBe(4501);
    }

    [Fact]
    public async Task Session_AtTheCapOnAgents_Closes4503()
    {
        await using var server = await TestServer.StartAsync(["Fleet:MaxAgents=1"]);
        using var first = await TestAgent.ConnectAsync(server, "grpc", "a");
        using var second = await AgentSocket.OpenAsync(server);
        await second.SendAsync(Hello);
        (await second.ReadToCloseAsync())!.Reason.ShouldBe(Goodbye.Types.Reason.Limit);
        (second.CloseCode, second.CloseName).ShouldBe((4503, "limit"));
    }

    [Fact]
    public async Task Stop_AgentsOverWebSocket_AreToldWhenToComeBack()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await AgentSocket.OpenAsync(server);
        await agent.SendAsync(Hello);
        await agent.ReadAsync();
        var stopping = server.StopAsync();
        (await agent.ReadToCloseAsync())!.ReconnectAfterMs.ShouldBeInRange(1_000U, 5_000U);
        (agent.CloseCode, agent.CloseName).ShouldBe((1012, "drain"));
        await stopping.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Peer_ThatAnswersNoPing_IsDropped()
    {
        await using var server = await TestServer.StartAsync(["Fleet:PingIntervalMs=100", "Fleet:PongTimeoutMs=100"]);
        using var counters = new Counters(server);

        // It shakes hands and then neither reads nor writes; a client that lives would answer pings by itself.
        using var silent = new System.Net.Sockets.TcpClient();
        await silent.ConnectAsync(server.Http.Host, server.Http.Port);
        await silent.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"GET /agent/v1/ws HTTP/1.1\r\nHost: {server.Http.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: cleanlite.agent.v1\r\n\r\n"));
        await Eventually.HoldsAsync(() => counters["cleanlite.sessions.closed"] == 1, "the peer is dropped");
        counters["cleanlite.sessions.ended"].ShouldBe(0);
    }

    [Fact]
    public async Task Peer_ThatNeverReads_IsCut()
    {
        // Pings and its silence would find it out too, but later.
        await using var server = await TestServer.StartAsync(["Fleet:SendTimeoutMs=100", "Fleet:PingIntervalMs=600000", "Fleet:DeadAfterMs=600000"]);
        using var counters = new Counters(server);
        using var agent = await AgentSocket.OpenAsync(server);
        await agent.SendAsync(Hello);
        try
        {
            for (ulong i = 1; counters["cleanlite.sessions.closed"] == 0; i++) await agent.SendAsync(Refused(i));
        }
        catch (Exception e) when (e is WebSocketException or IOException or TimeoutException)
        {
            // The server has cut it.
        }

        await Eventually.HoldsAsync(() => counters["cleanlite.sessions.closed"] == 1, "the peer is cut");
        server.Services.GetRequiredService<IAgentRegistry>().List().Single().Transport.ShouldBe("websocket");
    }

    [Theory]
    [InlineData("Upgrade", null, 426, "not_a_websocket")]
    [InlineData("Sec-WebSocket-Protocol", null, 400, "unknown_subprotocol")]
    [InlineData("Sec-WebSocket-Protocol", "cleanlite.v1.json", 400, "unknown_subprotocol")]
    [InlineData("Origin", "https://elsewhere.example", 403, "origin_not_allowed")]
    [InlineData("Origin", "null", 403, "origin_not_allowed")]
    [InlineData("X-None", null, 101, "cleanlite.agent.v1")]
    public async Task Handshake_OtherThanTheDocumentedOne_IsRefused(string header, string? value, int status, string says)
    {
        await using var server = await TestServer.StartAsync();
        var request = new UpgradeRequest(server.Http) { Target = "/agent/v1/ws" }.With("Sec-WebSocket-Protocol", "cleanlite.agent.v1").With(header, value);
        var answer = await request.SendAsync();
        answer.Status.ShouldBe(status);
        answer.Text.ShouldContain(says);
    }

    [Fact]
    public async Task Origin_ThatTheSettingsName_IsLetIn()
    {
        await using var server = await TestServer.StartAsync(["Security:AllowedOrigins:0=https://pages.example"]);
        using var agent = await AgentSocket.OpenAsync(server, "https://pages.example");
        await agent.SendAsync(Hello);
        (await agent.ReadAsync())!.Welcome.ShouldNotBeNull();
    }

    private static AgentMessage Batch(ulong sequence) =>
        new() { Batch = new MetricBatch { Sequence = sequence, Series = { Samples.Series() } } };

    // Its answer is long: sixteen violations in words.
    private static AgentMessage Refused(ulong sequence) => new()
    {
        Batch = new MetricBatch { Sequence = sequence, Series = { Enumerable.Range(0, 16).Select(_ => new TimeSeries { Metric = new string('-', 200) }) } },
    };

    // Field 15 of the message is none that this version knows; its bytes are passed over.
    private static byte[] Padded(AgentMessage message, int size)
    {
        var body = message.ToByteArray();
        var rest = size - body.Length - 1;
        byte[] length = rest - 1 < 128 ? [(byte)(rest - 1)] : [(byte)(0x80 | ((rest - 2) & 0x7F)), (byte)((rest - 2) >> 7)];
        byte[] padded = [.. body, 0x7A, .. length, .. new byte[rest - length.Length]];
        padded.Length.ShouldBe(size);
        return padded;
    }

    private static async Task<ServerMessage> FirstAnswerAsync(TestServer server, string door, int size)
    {
        var padded = AgentMessage.Parser.ParseFrom(Padded(Hello, size));
        padded.CalculateSize().ShouldBe(size);
        if (door == "websocket")
        {
            using var socket = await AgentSocket.OpenAsync(server);
            await socket.SendAsync(padded);
            return (await socket.ReadAsync())!;
        }

        using var agent = new TestAgent(server.Client);
        await agent.SendAsync(padded);
        return (await agent.ReadAsync())!;
    }
}
