using CleanLite.Agent.Tests.Fakes;
using CleanLite.V1;

namespace CleanLite.Agent.Tests.Session;

public sealed class AgentClientTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly FakeServer _server = new();
    private readonly ListLog _log = new();
    private AgentClient? _client;

    public async ValueTask DisposeAsync()
    {
        if (_client is null)
            return;
        var leaving = _client.DisposeAsync().AsTask();
        await _time.AdvanceUntilAsync(() => leaving.IsCompleted);
        await leaving;
    }

    [Fact]
    public async Task Hello_FirstMessage_TellsWhoItIs()
    {
        Start(options => options with
        {
            AgentId = "web-1",
            Hostname = "host-1",
            Labels = new Dictionary<string, string> { ["env"] = "prod" },
            ReportInterval = TimeSpan.FromMilliseconds(500),
        });

        var hello = await (await _server.AcceptAsync()).WelcomeAsync();

        hello.AgentId.ShouldBe("web-1");
        hello.Hostname.ShouldBe("host-1");
        hello.Labels["env"].ShouldBe("prod");
        hello.ReportIntervalMs.ShouldBe(500u);
        hello.SessionId.ShouldNotBeEmpty();
        hello.Capabilities.ShouldBeEmpty();
    }

    [Fact]
    public async Task TryReport_NoServer_BuffersShedsAndNeverThrows()
    {
        _server.Refusal = "refused";
        var client = Start(options => options with { MaxBufferedBatches = 3 });

        bool[] kept = [.. Enumerable.Range(0, 5).Select(_ => client.TryReport(Points.Of(2)))];

        kept.ShouldBe([true, true, true, false, false]);
        client.Status.PointsShed.ShouldBe(4);
        client.Status.PointsBuffered.ShouldBe(6);
        await Eventually.HoldsAsync(() => client.Status.LastError == "refused", "the reason is told");
        client.Status.Connected.ShouldBeFalse();
    }

    [Fact]
    public async Task TryReport_EightThreadsAtOnce_NumbersWithoutHole()
    {
        const int threads = 8, each = 500;
        var client = Start(options => options with { MaxBufferedBatches = threads * each });
        var connection = await _server.WelcomeAsync(window: threads * each);
        using var barrier = new Barrier(threads);

        var reporters = Enumerable.Range(0, threads).Select(number => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                for (var i = 0; i < each; i++)
                    client.TryReport(Points.Of(1, number * each + i + 1)).ShouldBeTrue();
            },
            TaskCreationOptions.LongRunning));
        await Task.WhenAll(reporters);

        var stamps = new HashSet<long>();
        for (ulong expected = 1; expected <= threads * each; expected++)
        {
            var batch = await connection.ReadBatchAsync();
            batch.Sequence.ShouldBe(expected);
            stamps.Add(batch.Series[0].Timestamps[0]).ShouldBeTrue();
        }

        stamps.Count.ShouldBe(threads * each);
    }

    [Fact]
    public async Task Reconnect_SomeAcknowledged_ResendsOnlyTheOthersInTheSameSession()
    {
        var client = Start();
        var first = await _server.AcceptAsync();
        var session = (await first.WelcomeAsync()).SessionId;
        Report(client, 4);
        await ExpectBatchesAsync(first, 1, 2, 3, 4);
        first.Acknowledge(2);
        await Eventually.HoldsAsync(() => client.Status.PointsAcknowledged == 2, "the answer arrives");

        first.Break();
        await NextDialAsync();
        var second = await _server.AcceptAsync();
        (await second.WelcomeAsync(lastSequence: 2)).SessionId.ShouldBe(session);

        await ExpectBatchesAsync(second, 3, 4);
        client.Status.Reconnects.ShouldBe(1);
    }

    [Fact]
    public async Task Reconnect_AcknowledgementWasLost_TrimsWhatTheServerHasDealtWith()
    {
        var client = Start();
        var first = await _server.WelcomeAsync();
        Report(client, 3);
        await ExpectBatchesAsync(first, 1, 2, 3);

        first.Break();
        await NextDialAsync();
        var second = await _server.WelcomeAsync(lastSequence: 2);

        await ExpectBatchesAsync(second, 3);
        client.Status.PointsAcknowledged.ShouldBe(2);
    }

    [Fact]
    public async Task Reconnect_ServerHasForgotten_TellsItsCountsBeforeItsFirstBatch()
    {
        var client = Start();
        var first = await _server.WelcomeAsync();
        Report(client, 3);
        await ExpectBatchesAsync(first, 1, 2, 3);
        first.Acknowledge(1, last: 2);
        await Eventually.HoldsAsync(() => client.Status.PointsAcknowledged == 2, "the answers arrive");

        first.Break();
        await NextDialAsync();
        var second = await _server.WelcomeAsync(lastSequence: 0);

        var heartbeat = (await second.ReadAsync()).Heartbeat;
        (heartbeat.PointsProduced, heartbeat.PointsAcknowledged, heartbeat.PointsBuffered).ShouldBe((3UL, 2UL, 1UL));
        await ExpectBatchesAsync(second, 3);
    }

    [Fact]
    public async Task Outage_BufferOverflows_ShedsWhatWasUnderWayAndAnnouncesItOnReturn()
    {
        var client = Start(options => options with { MaxBufferedBatches = 2 });
        var first = await _server.WelcomeAsync();
        Report(client, 2);
        await ExpectBatchesAsync(first, 1, 2);
        first.Break();
        await Eventually.HoldsAsync(() => client.Status.LastError is not null, "the link ends");

        client.TryReport(Points.Of(1)).ShouldBeFalse();
        await NextDialAsync();
        var second = await _server.WelcomeAsync();

        (await second.ReadAsync()).Skipped.ShouldBe(new Skipped { FirstSequence = 1, LastSequence = 1 });
        await ExpectBatchesAsync(second, 2, 3);
    }

    [Fact]
    public async Task Retry_BatchReturned_IsSentAgainAfterTheTimeAndLaterOnesWait()
    {
        var client = Start();
        var connection = await _server.WelcomeAsync();
        Report(client, 1);
        await ExpectBatchesAsync(connection, 1);
        connection.Acknowledge(1, last: 0, BatchStatus.Retry, retryAfterMs: 3_000);
        connection.Send(new ServerMessage { Heartbeat = new HeartbeatReply() });
        Report(client, 1);

        var waited = await _time.AdvanceUntilAsync(() => connection.Peek() is not null);

        waited.ShouldBeInRange(TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(3.5));
        await ExpectBatchesAsync(connection, 1, 2);
        client.Status.PointsAcknowledged.ShouldBe(0);
    }

    [Fact]
    public async Task Rejected_Batch_IsNotSentAgainAndToldOncePerCode()
    {
        var client = Start();
        var connection = await _server.WelcomeAsync();
        Report(client, 2);
        await ExpectBatchesAsync(connection, 1, 2);

        connection.Send(Rejection(1, "a\nb"));
        connection.Send(Rejection(2, "c"));

        await Eventually.HoldsAsync(() => client.Status.PointsBuffered == 0, "both are answered");
        client.Status.PointsRejected.ShouldBe(2);
        await Eventually.HoldsAsync(() => _log.Lines.Any(line => line.Contains("refused series")), "it is told");
        _log.Lines.Where(line => line.Contains("refused series")).ShouldHaveSingleItem().ShouldContain("a?b");
    }

    [Fact]
    public async Task FlowControl_SmallerWindow_HoldsBatchesBack()
    {
        var client = Start();
        var connection = await _server.WelcomeAsync(window: 1);
        Report(client, 4);
        await ExpectBatchesAsync(connection, 1);
        connection.Send(new ServerMessage { FlowControl = new FlowControl { MaxUnacknowledgedBatches = 2 } });
        await ExpectBatchesAsync(connection, 2);

        await Eventually.SettleAsync();

        connection.Peek().ShouldBeNull();
        connection.Acknowledge(1);
        await ExpectBatchesAsync(connection, 3);
    }

    [Fact]
    public async Task Heartbeat_NothingCollected_GoesOutAtTheIntervalWithCountersAndMeasuresTheRoundTrip()
    {
        var client = Start();
        var connection = await _server.AcceptAsync();
        await connection.ReadAsync();
        connection.Send(new ServerMessage { Welcome = new Welcome { HeartbeatIntervalMs = 7_000, DeadAfterMs = 45_000 } });
        Report(client, 1);
        await ExpectBatchesAsync(connection, 1);
        connection.Acknowledge(1);
        await Eventually.HoldsAsync(() => client.Status.PointsAcknowledged == 1, "the answer arrives");

        var waited = await _time.AdvanceUntilAsync(() => connection.Peek() is not null);
        var heartbeat = (await connection.ReadAsync()).Heartbeat;
        _time.Advance(TimeSpan.FromMilliseconds(40));
        connection.Send(new ServerMessage { Heartbeat = new HeartbeatReply { EchoUnixMs = heartbeat.SentUnixMs } });

        waited.ShouldBeInRange(TimeSpan.FromSeconds(6.9), TimeSpan.FromSeconds(7.5));
        (heartbeat.PointsProduced, heartbeat.PointsAcknowledged, heartbeat.PointsShed, heartbeat.PointsBuffered).ShouldBe((1ul, 1ul, 0ul, 0ul));
        await Eventually.HoldsAsync(() => client.Status.RoundTrip is not null, "the round trip is measured");
        client.Status.RoundTrip!.Value.TotalMilliseconds.ShouldBeInRange(40, 500);
    }

    [Fact]
    public async Task Link_ServerSilent_IsGivenUpAfterDeadAfter()
    {
        var client = Start();
        var connection = await _server.WelcomeAsync();
        await Eventually.HoldsAsync(() => client.Status.Connected, "the link stands");

        var waited = await _time.AdvanceUntilAsync(() => connection.IsDisposed, TimeSpan.FromSeconds(1));

        waited.ShouldBeInRange(TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(47));
        await Eventually.HoldsAsync(() => client.Status.LastError == "nothing heard from the server for 45 s", "the reason is told");
        await NextDialAsync();
        await _server.WelcomeAsync();
    }

    [Fact]
    public async Task Link_ServerAnswersHeartbeats_Lasts()
    {
        var client = Start();
        var connection = await _server.WelcomeAsync();
        await Eventually.HoldsAsync(() => client.Status.Connected, "the link stands");

        for (var i = 0; i < 12; i++)
        {
            await _time.AdvanceUntilAsync(() => connection.Peek() is not null, TimeSpan.FromSeconds(1));
            var sent = (await connection.ReadAsync()).Heartbeat.SentUnixMs;
            connection.Send(new ServerMessage { Heartbeat = new HeartbeatReply { EchoUnixMs = sent } });
            await Eventually.SettleAsync();
        }

        client.Status.Connected.ShouldBeTrue();
        _server.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Handshake_NoWelcome_IsGivenUpAfterFiveSeconds()
    {
        var client = Start();
        var connection = await _server.AcceptAsync();
        await connection.ReadAsync();

        var waited = await _time.AdvanceUntilAsync(() => connection.IsDisposed);

        waited.ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        await Eventually.HoldsAsync(() => client.Status.LastError == "no Welcome within 5 s", "the reason is told");
    }

    [Fact]
    public async Task Handshake_OtherFirstMessage_IsGivenUp()
    {
        var client = Start();
        var connection = await _server.AcceptAsync();

        connection.Acknowledge(1);

        await Eventually.HoldsAsync(() => client.Status.LastError is not null, "the link is given up");
        client.Status.LastError.ShouldBe("the server's first message was not Welcome");
    }

    [Fact]
    public async Task Link_MessageDoesNotLeave_IsGivenUpAfterTheWriteTimeout()
    {
        var client = Start();
        var connection = await _server.WelcomeAsync();
        await Eventually.HoldsAsync(() => client.Status.Connected, "the link stands");
        connection.Stalled = true;
        Report(client, 1);
        await Eventually.SettleAsync();

        var waited = await _time.AdvanceUntilAsync(() => connection.IsDisposed);

        waited.ShouldBeLessThan(TimeSpan.FromSeconds(13));
        await Eventually.HoldsAsync(() => client.Status.LastError == "a message could not be sent within 10 s", "the reason is told");
        client.Status.PointsBuffered.ShouldBe(1);
    }

    [Theory]
    [InlineData(Goodbye.Types.Reason.Superseded, "another process uses this agent id")]
    [InlineData(Goodbye.Types.Reason.Unauthorized, "the server refuses the token")]
    public async Task Goodbye_TryingAgainDoesNotHelp_WaitsTheLongestAndWarns(Goodbye.Types.Reason reason, string told)
    {
        var client = Start();
        var connection = await _server.WelcomeAsync();
        await Eventually.HoldsAsync(() => client.Status.Connected, "the link stands");

        connection.SayGoodbye(reason);
        await Eventually.HoldsAsync(() => client.Status.LastError is not null, "the link ends");
        await Eventually.SettleAsync();
        var waited = await NextDialAsync();

        waited.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(29.9));
        _log.Lines.ShouldContain(line => line.Contains(told));
    }

    [Fact]
    public async Task Drain_BatchInFlight_AwaitsItsAnswerSendsNoMoreAndComesBackWhenAdvised()
    {
        var client = Start();
        var connection = await _server.WelcomeAsync();
        Report(client, 1);
        await ExpectBatchesAsync(connection, 1);

        connection.SayGoodbye(Goodbye.Types.Reason.Drain, reconnectAfterMs: 8_000);
        connection.Send(new ServerMessage { FlowControl = new FlowControl { MaxUnacknowledgedBatches = 9 } });
        await Eventually.SettleAsync();
        Report(client, 1);
        await Eventually.SettleAsync();
        connection.Peek().ShouldBeNull();
        connection.IsCompleted.ShouldBeFalse();
        connection.Acknowledge(1);
        await Eventually.HoldsAsync(() => connection.IsCompleted, "the agent ends its side");
        connection.Close();
        await Eventually.HoldsAsync(() => client.Status.LastError is not null, "the link ends");
        await Eventually.SettleAsync();
        var waited = await NextDialAsync();

        waited.ShouldBeInRange(TimeSpan.FromSeconds(7.9), TimeSpan.FromSeconds(12.5));
        await ExpectBatchesAsync(await _server.WelcomeAsync(lastSequence: 1), 2);
    }

    [Fact]
    public async Task Backoff_LinksThatBreakAtOnce_KeepsGrowingAndStartsOverAfterAStableOne()
    {
        Start(options => options with { Jitter = new FixedJitter(1) });

        (await BreakAndWaitAsync(TimeSpan.Zero)).ShouldBeInRange(TimeSpan.FromSeconds(5.9), TimeSpan.FromSeconds(6.5));
        (await BreakAndWaitAsync(TimeSpan.FromSeconds(4))).ShouldBeInRange(TimeSpan.FromSeconds(11.9), TimeSpan.FromSeconds(12.5));
        (await BreakAndWaitAsync(TimeSpan.FromSeconds(5))).ShouldBeInRange(TimeSpan.FromSeconds(5.9), TimeSpan.FromSeconds(6.5));
    }

    [Fact]
    public async Task Push_KindNotAnnounced_IsAnsweredUnsupported()
    {
        Start(options => options with { PushHandler = new ConfigHandler(_ => throw new ShouldAssertException("it was asked")) });
        var connection = await _server.WelcomeAsync();

        connection.Send(new ServerMessage { Push = new Push { PushId = "p1", Action = new AgentAction { Name = "restart" } } });
        var answer = (await connection.ReadAsync()).PushAck;

        (answer.PushId, answer.State).ShouldBe(("p1", PushAck.Types.State.Unsupported));
    }

    [Fact]
    public async Task Push_NoHandler_IsAnsweredUnsupported()
    {
        Start();
        var connection = await _server.WelcomeAsync();

        connection.Send(new ServerMessage { Push = new Push { PushId = "p1", ConfigChanged = new ConfigChanged() } });

        (await connection.ReadAsync()).PushAck.State.ShouldBe(PushAck.Types.State.Unsupported);
    }

    [Fact]
    public async Task Push_KindAnnounced_IsAnsweredByTheHandlerEvenIfItThrows()
    {
        Start(options => options with
        {
            PushHandler = new ConfigHandler(push => push.PushId == "p1"
                ? new PushAck { State = PushAck.Types.State.Applied }
                : throw new InvalidOperationException("no")),
        });
        var connection = await _server.AcceptAsync();
        (await connection.WelcomeAsync()).Capabilities.ShouldBe(["config"]);

        connection.Send(new ServerMessage { Push = new Push { PushId = "p1", ConfigChanged = new ConfigChanged() } });
        connection.Send(new ServerMessage { Push = new Push { PushId = "p2", ConfigChanged = new ConfigChanged() } });

        (await connection.ReadAsync()).PushAck.ShouldBe(new PushAck { PushId = "p1", State = PushAck.Types.State.Applied });
        (await connection.ReadAsync()).PushAck.ShouldBe(new PushAck { PushId = "p2", State = PushAck.Types.State.Failed, Detail = "no" });
    }

    [Fact]
    public async Task SendEvent_QueueFull_DropsTheOldestAndCounts()
    {
        _server.Refusal = "refused";
        var client = Start(options => options with { MaxQueuedMessages = 2 });
        client.SendEvent(new AgentEvent { Id = "e1" });
        client.SendEvent(new AgentEvent { Id = "e2" });
        client.SendModelCall(new ModelCall { Model = "m3" });
        await Eventually.HoldsAsync(() => client.Status.LastError is not null, "the first attempt has failed");
        await Eventually.SettleAsync();
        _server.Refusal = null;
        await NextDialAsync();

        var connection = await _server.WelcomeAsync();

        (await connection.ReadAsync()).Event.Id.ShouldBe("e2");
        (await connection.ReadAsync()).ModelCall.Model.ShouldBe("m3");
        client.Status.MessagesDropped.ShouldBe(1);
    }

    [Fact]
    public async Task Dispose_BatchesWait_SendsThemThenSaysGoodbye()
    {
        var client = Start();
        var connection = await _server.WelcomeAsync(window: 1);
        Report(client, 2);
        await ExpectBatchesAsync(connection, 1);

        var leaving = client.DisposeAsync().AsTask();
        await Eventually.SettleAsync();
        connection.Acknowledge(1);
        await ExpectBatchesAsync(connection, 2);
        leaving.IsCompleted.ShouldBeFalse();
        connection.Acknowledge(2);

        (await connection.ReadAsync()).Goodbye.Reason.ShouldBe(Goodbye.Types.Reason.Shutdown);
        connection.Close();
        await leaving.WaitAsync(Eventually.Patience);
        client.TryReport(Points.Of(1)).ShouldBeFalse();
        client.Status.PointsBuffered.ShouldBe(0);
    }

    [Fact]
    public async Task Dispose_ServerDoesNotAnswer_LeavesWithinItsTime()
    {
        var client = Start();
        var connection = await _server.WelcomeAsync();
        Report(client, 1);
        await ExpectBatchesAsync(connection, 1);

        var leaving = client.DisposeAsync().AsTask();
        await Eventually.SettleAsync();
        var waited = await _time.AdvanceUntilAsync(() => leaving.IsCompleted);

        waited.ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
        (await connection.ReadAsync()).BodyCase.ShouldBe(AgentMessage.BodyOneofCase.Goodbye);
    }

    [Fact]
    public async Task Dispose_ReportedBeforeTheFirstLinkStood_StillSendsIt()
    {
        var client = Start();
        var connection = await _server.AcceptAsync();
        Report(client, 1);

        var leaving = client.DisposeAsync().AsTask();
        await connection.WelcomeAsync();

        await ExpectBatchesAsync(connection, 1);
        connection.Acknowledge(1);
        (await connection.ReadAsync()).BodyCase.ShouldBe(AgentMessage.BodyOneofCase.Goodbye);
        connection.Close();
        await leaving.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Dispose_BetweenAttempts_ReturnsAtOnce()
    {
        _server.Refusal = "refused";
        var client = Start();
        await Eventually.HoldsAsync(() => client.Status.LastError is not null, "an attempt has failed");

        await client.DisposeAsync().AsTask().WaitAsync(Eventually.Patience);

        _time.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public void Constructor_BadAgentId_Throws(string id) =>
        Should.Throw<ArgumentException>(() => new AgentClient(new AgentOptions { AgentId = id })).Message.ShouldContain("[A-Za-z0-9._:@/-]");

    [Fact]
    public void Options_AsText_LeaveTheTokenOut() =>
        new AgentOptions { Token = "secret" }.ToString().ShouldNotContain("secret");

    private AgentClient Start(Func<AgentOptions, AgentOptions>? change = null)
    {
        var options = new AgentOptions { AgentId = "test", TimeProvider = _time, Logger = _log, Jitter = new FixedJitter(0) };
        return _client = new AgentClient(change?.Invoke(options) ?? options, _server);
    }

    private static void Report(AgentClient client, int batches)
    {
        for (var i = 0; i < batches; i++)
            client.TryReport(Points.Of(1)).ShouldBeTrue();
    }

    private static async Task ExpectBatchesAsync(FakeConnection connection, params ulong[] numbers)
    {
        foreach (var number in numbers)
            (await connection.ReadBatchAsync()).Sequence.ShouldBe(number);
    }

    private static ServerMessage Rejection(ulong sequence, string detail) => new()
    {
        Ack = new Ack
        {
            Sequence = sequence,
            LastSequence = sequence,
            Result = new BatchResult
            {
                Status = BatchStatus.Rejected,
                RejectedPoints = 1,
                Violations = { new Violation { Code = Violation.Types.Code.BadMetricName, Metric = "m", Detail = detail } },
            },
        },
    };

    /// <summary>Lets time pass until the agent dials once more.</summary>
    private async Task<TimeSpan> NextDialAsync()
    {
        var attempts = _server.Attempts;
        return await _time.AdvanceUntilAsync(() => _server.Attempts > attempts);
    }

    private async Task<TimeSpan> BreakAndWaitAsync(TimeSpan after)
    {
        var connection = await _server.WelcomeAsync();
        await Eventually.HoldsAsync(() => _client!.Status.Connected, "the link stands");
        _time.Advance(after);
        connection.Break();
        await Eventually.HoldsAsync(() => connection.IsDisposed, "the link ends");
        await Eventually.SettleAsync();
        return await NextDialAsync();
    }
}
