using System.Diagnostics;
using CleanLite.Api.Tests.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using Grpc.Core;
using MediatR;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>What long streams need of HTTP/2 and do not get by default.</summary>
public sealed class TransportTests
{
    [Fact]
    public async Task Connect_Accepted_SendsItsHeadersBeforeAnyMessage()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = new TestAgent(server.Client);
        await agent.Headers.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Settings_OfTheTransport_AreTheDocumentedOnes()
    {
        await using var server = await TestServer.StartAsync();
        var limits = server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        limits.Http2.KeepAlivePingDelay.ShouldBe(TimeSpan.FromSeconds(20));
        limits.Http2.KeepAlivePingTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        limits.Http2.MaxStreamsPerConnection.ShouldBe(100);
        limits.Http2.InitialStreamWindowSize.ShouldBe(256 * 1024);
        limits.Http2.InitialConnectionWindowSize.ShouldBe(1024 * 1024);
        limits.MaxRequestHeadersTotalSize.ShouldBe(16 * 1024);
        limits.RequestHeadersTimeout.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Peer_ThatAnswersNoPing_IsDropped()
    {
        // The documented delays are asserted above; here they are short, so that the test is.
        await using var server = await TestServer.StartAsync(adjust: services => services.PostConfigure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
        }));
        using var peer = await SilentPeer.ConnectAsync(server.Door);
        var frames = await peer.ReadToEndAsync().WaitAsync(Eventually.Patience);
        frames.ShouldContain(FrameType.Ping);
        frames.ShouldContain(FrameType.GoAway);
    }

    [Fact]
    public async Task Connections_ThatFloodAndAreCut_LeaveTheirPlaces()
    {
        // Kestrel never ends the application of about every fifth of them.
        const int Floods = 60;
        await using var server = await TestServer.StartAsync(["Grpc:MaxConnections=4"]);
        for (var i = 0; i < Floods; i++)
        {
            using var peer = await FloodingPeer.ConnectAsync(server.Door);
            await peer.FloodAsync().WaitAsync(Eventually.Patience);
        }

        var waited = Stopwatch.StartNew();
        while (!await IsServedAsync(server.Door)) waited.Elapsed.ShouldBeLessThan(Eventually.Patience);
    }

    [Fact]
    public async Task Stream_QuietForLongerThanKestrelsPatience_GoesOn()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server.Client);

        // Kestrel's default gives a request body 5 s to bring 240 bytes a second.
        await Task.Delay(TimeSpan.FromSeconds(8));
        (await agent.RoundTripAsync(1, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
    }

    [Fact]
    public async Task Calls_RefusedEarly_AThousandInARow_KeepTheConnection()
    {
        await using var server = await TestServer.StartAsync();
        using var raw = new RawDoor(server.Door);
        var client = raw.NewClient();
        using var neighbour = await TestAgent.ConnectAsync(client, "neighbour");
        for (var i = 0; i < 1_000; i++)
        {
            // Refused after the first message, while the agent goes on sending.
            using var agent = new TestAgent(client);
            await agent.SendAsync(new AgentMessage { Hello = new Hello { AgentId = "not allowed" } });
            try
            {
                for (ulong n = 1; n <= 3; n++) await agent.SendAsync(n, Samples.Series());
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                // The refusal was quicker.
            }

            (await agent.ReadStatusAsync()).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        }

        (await neighbour.RoundTripAsync(1, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
        raw.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Streams_BeyondTheCapOfAConnection_WaitAndDoNotFail()
    {
        await using var server = await TestServer.StartAsync();
        using var raw = new RawDoor(server.Door);
        var client = raw.NewClient();
        var agents = new List<TestAgent>();
        for (var i = 0; i < 100; i++) agents.Add(await TestAgent.ConnectAsync(client, $"agent-{i}"));
        var beyond = TestAgent.ConnectAsync(client, "beyond");
        await Task.Delay(100);
        beyond.IsCompleted.ShouldBeFalse();

        await agents[0].HalfCloseAsync();
        (await agents[0].ReadStatusAsync()).StatusCode.ShouldBe(StatusCode.OK);
        (await beyond.WaitAsync(Eventually.Patience)).Dispose();
        raw.Connections.ShouldBe(1);
        agents.ForEach(a => a.Dispose());
    }

    [Fact]
    public async Task Call_Cancelled_FreesItsSessionAtOnceAndIsNoError()
    {
        await using var server = await TestServer.StartAsync();
        using var counters = new Counters(server);
        using (await TestAgent.ConnectAsync(server.Client, "warm-up"))
        {
        }

        await Eventually.HoldsAsync(() => counters["cleanlite.agents.connected"] == 0, "the first session is gone");
        for (var i = 0; i < 20; i++)
        {
            var agent = await TestAgent.ConnectAsync(server.Client, $"agent-{i}");
            counters["cleanlite.agents.connected"].ShouldBe(1);
            agent.Dispose();
            await Eventually.HoldsAsync(() => counters["cleanlite.agents.connected"] == 0, "the session is gone");
        }

        server.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_WhoseAgentNeverReads_IsGivenUp()
    {
        await using var server = await TestServer.StartAsync(["Fleet:DeadAfterMs=2000", "Fleet:HeartbeatIntervalMs=1000", "Fleet:MaxPendingReplies=16"]);
        using var counters = new Counters(server);
        using var deaf = await TestAgent.ConnectAsync(server.Client, "deaf");
        var sent = 0UL;
        try
        {
            while (true) await deaf.SendAsync(++sent, Samples.Series());
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or TimeoutException or IOException)
        {
            // The server stopped reading, and then gave the stream up.
        }

        await Eventually.HoldsAsync(() => counters["cleanlite.agents.connected"] <= 0, "the session is over");
        await Eventually.HoldsAsync(() => counters["http.server.active_requests"] <= 0, "nothing of the call is left");
        ((ulong)server.Applied.Points.Count).ShouldBeLessThan(sent + 1);
        using var other = await TestAgent.ConnectAsync(server.Client, "other");
        (await other.RoundTripAsync(1, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
    }

    [Fact]
    public async Task Calls_OpenedAndResetInALoop_LeaveNothingBehind()
    {
        await using var server = await TestServer.StartAsync();
        using var counters = new Counters(server);
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), async (i, _) =>
        {
            using var agent = new TestAgent(server.Client);
            try
            {
                await agent.SendAsync(new AgentMessage { Hello = new Hello { AgentId = $"agent-{i % 10}", SessionId = "s" } });
            }
            catch (Exception e) when (e is IOException or HttpRequestException or RpcException)
            {
                // Kestrel asks a peer that resets too often to calm down, and ends its connection.
            }
        });

        await Eventually.HoldsAsync(() => counters["cleanlite.agents.connected"] == 0, "every session is over");
        await Eventually.HoldsAsync(() => counters["http.server.active_requests"] == 0, "no call is left");
        using var channel = server.NewChannel();
        using var other = await TestAgent.ConnectAsync(new AgentService.AgentServiceClient(channel), "other");
        (await other.RoundTripAsync(1, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
        server.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deadline_Passed_EndsTheCallWithThatStatus()
    {
        await using var server = await TestServer.StartAsync();
        using var call = server.Client.Connect(deadline: DateTime.UtcNow.AddMilliseconds(200));
        var error = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience));
        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Handler_ThatThrows_EndsTheCallAsUnknownAndTellsNothing()
    {
        await using var server = await TestServer.StartAsync(adjust: services =>
            services.AddSingleton<INotificationHandler<MetricPointAccepted>, FailWhenPointAccepted>());
        var error = await Should.ThrowAsync<RpcException>(
            () => server.Client.IngestAsync(new IngestRequest { AgentId = "script", Series = { Samples.Series() } }).ResponseAsync);
        error.Status.ShouldSatisfyAllConditions(s => s.StatusCode.ShouldBe(StatusCode.Unknown), s => s.Detail.ShouldBe("Exception was thrown by handler."));

        using var agent = await TestAgent.ConnectAsync(server.Client);
        await agent.SendAsync(1, Samples.Series());
        var status = await agent.ReadStatusAsync();
        (status.StatusCode, status.Detail).ShouldBe((StatusCode.Unknown, "Exception was thrown by handler."));
        server.Log.Lines.ShouldContain(l => l.Level == LogLevel.Error && l.Text.Contains(FailWhenPointAccepted.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Details_OfStatuses_AreEscapedAndShort()
    {
        await using var server = await TestServer.StartAsync();
        using var raw = new RawDoor(server.Door);
        var hostile = new WireWriter().Text(1, "a\r\ngrpc-status: 0\u00e4" + new string('\u4e00', 5_000)).ToArray();
        var answer = await raw.CallAsync(RawDoor.Ingest, GrpcMessage.Framed(hostile));

        answer.Status.ShouldBe(StatusCode.InvalidArgument);
        var written = answer.Find("grpc-message")!;
        written.ShouldAllBe(c => c >= 0x20 && c <= 0x7E);
        written.Length.ShouldBeLessThan(1_024);
        answer.Message.ShouldContain("\\u000D\\u000A");
    }

    private sealed class FailWhenPointAccepted : INotificationHandler<MetricPointAccepted>
    {
        public const string Secret = "what went wrong is for the log";

        public Task Handle(MetricPointAccepted notification, CancellationToken cancellationToken) => throw new InvalidOperationException(Secret);
    }

    private static async Task<bool> IsServedAsync(Uri door)
    {
        using var peer = await SilentPeer.ConnectAsync(door);
        return await peer.IsGreetedAsync().WaitAsync(Eventually.Patience);
    }
}
