using CleanLite.Agent.Tests.Fakes;
using CleanLite.V1;

namespace CleanLite.Agent.Tests.Session;

/// <summary>The way from gRPC to its fallbacks and back, under a clock that the test moves.</summary>
public sealed class TransportLadderTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(3);

    private readonly FakeTime _time = new();
    private readonly FakeServer _grpc = new() { Name = "grpc" };
    private readonly FakeServer _socket = new() { Name = "websocket" };
    private readonly FakeServer _http = new() { Name = "http", HasSession = false };
    private readonly ListLog _log = new();
    private AgentClient? _client;

    // It dials as soon as it is made: what is to be refused from the start is set before its first use.
    private AgentClient Client => _client ??= new AgentClient(
        new AgentOptions { AgentId = "test", TimeProvider = _time, Logger = _log, Jitter = new FixedJitter(0), GrpcRetryInterval = Interval },
        _grpc, _socket, _http);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_client is null)
            return;
        var leaving = _client.DisposeAsync().AsTask();
        await _time.AdvanceUntilAsync(() => leaving.IsCompleted);
        await leaving;
    }

    [Fact]
    public async Task Grpc_ThreeShortLinks_FallsBackToTheWebSocketAndSaysSo()
    {
        for (var i = 0; i < 3; i++)
        {
            (_socket.Attempts, Client.Status.Transport).ShouldBe((0, "grpc"));
            (await DialledAsync(_grpc)).Break();
        }

        await (await DialledAsync(_socket)).WelcomeAsync();
        await Eventually.HoldsAsync(() => Client.Status is { Connected: true, Transport: "websocket" }, "the fallback is shown");
        _grpc.Attempts.ShouldBe(3);
        _log.Lines.Count(line => line.Contains("Not connected to http://grpc.test/")).ShouldBe(3);
        _log.Lines.ShouldContain(line => line.Contains("grpc failed 3 times in a row; next comes websocket at http://websocket.test/"));
    }

    [Fact]
    public async Task Grpc_LinkThatLasts_StartsTheCountAnew()
    {
        for (var round = 0; round < 3; round++)
        {
            (await DialledAsync(_grpc)).Break();
            (await DialledAsync(_grpc)).Break();
            var lasting = await DialledAsync(_grpc);
            await lasting.WelcomeAsync();
            await Eventually.HoldsAsync(() => Client.Status.Connected, "the link stands");
            _time.Advance(TimeSpan.FromSeconds(5));
            lasting.Break();
            await Eventually.HoldsAsync(() => lasting.IsDisposed, "the link ends");
        }

        (_socket.Attempts, Client.Status.Transport).ShouldBe((0, "grpc"));
    }

    [Fact]
    public async Task Grpc_ServerSaysGoodbye_IsNotTheFaultOfTheWay()
    {
        for (var i = 0; i < 4; i++)
        {
            var connection = await DialledAsync(_grpc);
            await connection.ReadAsync();
            connection.SayGoodbye(Goodbye.Types.Reason.Drain);
            connection.Close();
        }

        _socket.Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Ladder_NothingWorks_GoesRoundOverAllThree()
    {
        foreach (var server in new[] { _grpc, _socket, _http }) server.Refusal = "refused";
        Client.Status.Connected.ShouldBeFalse();
        await _time.AdvanceUntilAsync(() => _grpc.Attempts == 4, TimeSpan.FromSeconds(1));
        (_socket.Attempts, _http.Attempts).ShouldBe((3, 3));
    }

    [Fact]
    public async Task Fallback_AfterItsTime_MakesWayForGrpcAndTheSessionGoesOn()
    {
        var socket = await FallBackAsync();
        var hello = await socket.WelcomeAsync();
        Report(2);
        (await socket.ReadBatchAsync()).Sequence.ShouldBe(1UL);
        (await socket.ReadBatchAsync()).Sequence.ShouldBe(2UL);
        socket.Acknowledge(1);
        await Eventually.HoldsAsync(() => Client.Status.PointsAcknowledged == 1, "the answer arrives");

        // The second batch stays unanswered: the link gives it two seconds, and it goes again.
        _grpc.Refusal = null;
        var waited = await KeepUntilAsync(socket, () => _grpc.Attempts == 4);
        waited.ShouldBeInRange(Interval - TimeSpan.FromSeconds(1), Interval + TimeSpan.FromSeconds(5));
        socket.IsCompleted.ShouldBeTrue();
        var grpc = await _grpc.AcceptAsync();
        (await grpc.WelcomeAsync(lastSequence: 1)).SessionId.ShouldBe(hello.SessionId);
        (await grpc.ReadBatchAsync()).Sequence.ShouldBe(2UL);
        await Eventually.HoldsAsync(() => Client.Status is { Connected: true, Transport: "grpc" }, "the return is shown");
    }

    [Fact]
    public async Task Fallback_TrialFails_IsResumedAtOnceAndTriedAgainLater()
    {
        var socket = await FallBackAsync();
        await socket.WelcomeAsync();
        for (var round = 0; round < 2; round++)
        {
            var (dials, attempts) = (_socket.Attempts, _grpc.Attempts);
            (await KeepUntilAsync(socket, () => _grpc.Attempts > attempts)).ShouldBeGreaterThan(Interval - TimeSpan.FromSeconds(1));
            await Eventually.HoldsAsync(() => _socket.Attempts > dials, "the fallback is dialled without a wait");
            _grpc.Attempts.ShouldBe(attempts + 1);
            socket = await _socket.AcceptAsync();
            await socket.WelcomeAsync();
        }
    }

    [Fact]
    public async Task SingleCalls_CarryBatchesOnlyAndTheRestWaits()
    {
        _grpc.Refusal = _socket.Refusal = "refused";
        Client.Status.Connected.ShouldBeFalse();
        await _time.AdvanceUntilAsync(() => _http.Attempts == 1, TimeSpan.FromSeconds(1));
        var http = await _http.AcceptAsync();
        await http.WelcomeAsync();
        Client.SendEvent(new AgentEvent { Type = "task.created" });
        Report(1);
        (await http.ReadBatchAsync()).Sequence.ShouldBe(1UL);
        http.Acknowledge(1);
        await Eventually.HoldsAsync(() => Client.Status.PointsAcknowledged == 1, "the answer arrives");
        _log.Lines.ShouldContain(line => line.Contains("no pushes"));

        // Back on gRPC the server's session knows nothing of that batch: its number is announced as a hole, its point is not claimed.
        _grpc.Refusal = null;
        var attempts = _grpc.Attempts;
        await KeepUntilAsync(http, () => _grpc.Attempts > attempts);
        var grpc = await _grpc.AcceptAsync();
        await grpc.WelcomeAsync();
        (await grpc.ReadAsync()).Heartbeat.PointsProduced.ShouldBe(0UL, "a server that knows nothing of the session is told first what it is not to miss");
        (await grpc.ReadAsync()).Event.Type.ShouldBe("task.created");
        Report(1);
        (await grpc.ReadBatchAsync()).Sequence.ShouldBe(2UL);
        await _time.AdvanceUntilAsync(() => grpc.Peek() is not null, TimeSpan.FromSeconds(1));
        var heartbeat = (await grpc.ReadAsync()).Heartbeat;
        (heartbeat.PointsProduced, heartbeat.PointsAcknowledged, heartbeat.PointsBuffered).ShouldBe((1UL, 0UL, 1UL));
    }

    private async Task<FakeConnection> DialledAsync(FakeServer server)
    {
        Client.Options.AgentId.ShouldBe("test");
        var dialled = server.AcceptAsync();
        await _time.AdvanceUntilAsync(() => dialled.IsCompleted);
        return await dialled;
    }

    private async Task<FakeConnection> FallBackAsync()
    {
        _grpc.Refusal = "refused";
        return await DialledAsync(_socket);
    }

    // A server that is heard keeps its link.
    private async Task<TimeSpan> KeepUntilAsync(FakeConnection link, Func<bool> condition)
    {
        var begun = _time.Elapsed;
        while (!condition())
        {
            (_time.Elapsed - begun).ShouldBeLessThan(TimeSpan.FromMinutes(10), "the condition never held");
            _time.Advance(TimeSpan.FromMilliseconds(500));
            link.Send(new ServerMessage { Heartbeat = new HeartbeatReply() });
            await Eventually.HoldsAsync(() => link.IsCompleted || link.IsRead, "the agent reads");

            // A link that has ended is followed by the next one, whose time is short.
            if (link.IsCompleted)
                await Task.WhenAny(Eventually.HoldsAsync(condition, "the next one is dialled"), Task.Delay(50));
        }

        return _time.Elapsed - begun;
    }

    private void Report(int batches)
    {
        for (var i = 0; i < batches; i++) Client.TryReport(Points.Of(1)).ShouldBeTrue();
    }
}
