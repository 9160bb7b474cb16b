using CleanLite.Api.Ingest;
using CleanLite.Api.Tests.Ingest;
using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using CleanLite.V1;
using Microsoft.Extensions.DependencyInjection;
using Goodbye = CleanLite.V1.Goodbye;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>The session by itself, over a transport within the process and under a clock that the test moves.</summary>
public sealed class AgentSessionTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Session_NoHelloInTime_EndsWithProtocolError()
    {
        var time = new FakeTime();
        await using var server = await TestServer.StartAsync(time: time);
        var stream = new ScriptedTransport();
        var run = stream.Start(server);

        time.Advance(TimeSpan.FromMilliseconds(4_999));
        await Task.Delay(20);
        run.IsCompleted.ShouldBeFalse();

        time.Advance(Moment);
        (await run.WaitAsync(Eventually.Patience)).Farewell!.Reason.ShouldBe(GoodbyeReason.ProtocolError);
        var goodbye = (await stream.NextAsync()).Goodbye;
        goodbye.Reason.ShouldBe(Goodbye.Types.Reason.ProtocolError);
        goodbye.Detail.ShouldContain("5000 ms");
    }

    [Fact]
    public async Task Session_SilentForLong_EndsAsIdleAndIsNotedSo()
    {
        var time = new FakeTime();
        await using var server = await TestServer.StartAsync(time: time);
        var stream = new ScriptedTransport();
        var run = stream.Start(server);
        stream.SendHello();
        (await stream.NextAsync()).Welcome.ShouldNotBeNull();
        await WaitsForTheAgentAsync(stream, reads: 2);

        time.Advance(TimeSpan.FromMilliseconds(44_999));
        await Task.Delay(20);
        run.IsCompleted.ShouldBeFalse();

        time.Advance(Moment);
        (await run.WaitAsync(Eventually.Patience)).Farewell!.Reason.ShouldBe(GoodbyeReason.Idle);
        (await stream.NextAsync()).Goodbye.Reason.ShouldBe(Goodbye.Types.Reason.Idle);
        AgentOf(server).State.ShouldBe(AgentState.Offline);
    }

    [Fact]
    public async Task Session_SignsOfLife_KeepItGoing()
    {
        var time = new FakeTime();
        await using var server = await TestServer.StartAsync(time: time);
        var stream = new ScriptedTransport();
        var run = stream.Start(server);
        stream.SendHello();
        await stream.NextAsync();
        for (var i = 0; i < 10; i++)
        {
            await WaitsForTheAgentAsync(stream, reads: i + 2);
            time.Advance(TimeSpan.FromSeconds(40));
            stream.Send(new AgentMessage { Heartbeat = new Heartbeat { SentUnixMs = i } });
            (await stream.NextAsync()).Heartbeat.EchoUnixMs.ShouldBe(i);
        }

        run.IsCompleted.ShouldBeFalse();
        stream.HalfClose();
        await run.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Session_AgentDoesNotRead_ReadsNoFurtherAndEndsWhenIdle()
    {
        var time = new FakeTime();
        await using var server = await TestServer.StartAsync(["Fleet:MaxPendingReplies=16"], time);
        var never = new TaskCompletionSource();
        var stream = new ScriptedTransport { Reading = never.Task };
        var run = stream.Start(server);
        stream.SendHello();
        for (ulong i = 1; i <= 1_000; i++) stream.SendBatch(i, Samples.At("cpu", time.UnixMs + (long)i));

        // Welcome on its way, 16 answers waiting, one more that finds no room.
        await Eventually.HoldsAsync(() => server.Applied.Points.Count == 17, "the session has dealt with as much as its outbox holds");
        await Task.Delay(50);
        stream.Reads.ShouldBe(18);
        stream.Writes.ShouldBe(1);

        await time.AdvanceUntilAsync(() => run.IsCompleted, TimeSpan.FromSeconds(45));
        (await run).Farewell!.Reason.ShouldBe(GoodbyeReason.Idle);
        server.Applied.Points.Count.ShouldBe(17);
    }

    [Fact]
    public async Task Session_HalfClose_StillGetsItsAnswers()
    {
        await using var server = await TestServer.StartAsync();
        var stream = new ScriptedTransport();
        var run = stream.Start(server);
        stream.SendHello();
        for (ulong i = 1; i <= 100; i++) stream.SendBatch(i, Samples.Series());
        stream.HalfClose();

        (await run.WaitAsync(Eventually.Patience)).Farewell.ShouldBeNull();
        var said = stream.Rest();
        said[0].Welcome.ShouldNotBeNull();
        said.Skip(1).Select(m => m.Ack.Sequence).ShouldBe(Enumerable.Range(1, 100).Select(i => (ulong)i));
    }

    [Fact]
    public async Task Session_NewerStream_SupersedesTheOlder()
    {
        await using var server = await TestServer.StartAsync();
        var (older, newer) = (new ScriptedTransport(), new ScriptedTransport());
        var olderRun = older.Start(server);
        older.SendHello();
        (await older.NextAsync()).Welcome.Takeover.ShouldBeFalse();
        older.SendBatch(1, Samples.Series());
        (await older.NextAsync()).Ack.LastSequence.ShouldBe(1UL);

        var newerRun = newer.Start(server);
        newer.SendHello();
        var welcome = (await newer.NextAsync()).Welcome;
        welcome.Takeover.ShouldBeTrue();
        welcome.LastSequence.ShouldBe(1UL);
        (await older.NextAsync()).Goodbye.Reason.ShouldBe(Goodbye.Types.Reason.Superseded);
        (await olderRun.WaitAsync(Eventually.Patience)).Farewell!.Reason.ShouldBe(GoodbyeReason.Superseded);

        // The older one's clean-up leaves the newer one in place.
        newer.SendBatch(2, Samples.Series());
        (await newer.NextAsync()).Ack.Result.AcceptedPoints.ShouldBe(1U);
        AgentOf(server).State.ShouldBe(AgentState.Online);
        newer.HalfClose();
        await newerRun.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Session_SessionIdLeftOut_CountsWithinItsStream()
    {
        await using var server = await TestServer.StartAsync();
        for (var round = 0; round < 2; round++)
        {
            var stream = new ScriptedTransport();
            var run = stream.Start(server);
            stream.SendHello(session: "");
            (await stream.NextAsync()).Welcome.LastSequence.ShouldBe(0UL);
            stream.SendBatch(1, Samples.Series());
            (await stream.NextAsync()).Ack.Result.Status.ShouldBe(BatchStatus.Accepted);
            stream.HalfClose();
            await run.WaitAsync(Eventually.Patience);
        }
    }

    [Fact]
    public async Task Session_Goodbye_EndsItAtOnceAndForGood()
    {
        await using var server = await TestServer.StartAsync();
        var stream = new ScriptedTransport();
        var run = stream.Start(server);
        stream.SendHello();
        stream.Send(new AgentMessage { Goodbye = new Goodbye { Reason = Goodbye.Types.Reason.Shutdown, Detail = "Night." } });

        (await run.WaitAsync(Eventually.Patience)).Farewell.ShouldBeNull();
        AgentOf(server).State.ShouldBe(AgentState.Offline);
        AgentOf(server).Reason.ShouldBe("goodbye");
        AgentOf(server).Detail.ShouldContain("Night.");
    }

    [Fact]
    public async Task Session_StreamLost_IsForgivenForAWhile()
    {
        await using var server = await TestServer.StartAsync();
        var stream = new ScriptedTransport();
        var run = stream.Start(server);
        stream.SendHello();
        await stream.NextAsync();
        stream.Break();

        (await run.WaitAsync(Eventually.Patience)).Farewell.ShouldBeNull();
        AgentOf(server).State.ShouldBe(AgentState.Online);
    }

    [Fact]
    public async Task Session_OtherMessages_AreTakenWithoutAnAnswer()
    {
        await using var server = await TestServer.StartAsync();
        var stream = new ScriptedTransport();
        var run = stream.Start(server);
        stream.SendHello();
        stream.Send(new AgentMessage { Event = new AgentEvent { Type = "task.created" } });
        stream.Send(new AgentMessage { ModelCall = new ModelCall { Model = "m" } });
        stream.Send(new AgentMessage { PushAck = new PushAck { PushId = "unheard-of" } });
        stream.Send(new AgentMessage { SampleResult = new SampleResult { RequestId = "unheard-of" } });
        stream.SendBatch(1, Samples.Series());
        stream.HalfClose();

        await run.WaitAsync(Eventually.Patience);
        stream.Rest().Select(m => m.BodyCase).ShouldBe([ServerMessage.BodyOneofCase.Welcome, ServerMessage.BodyOneofCase.Ack]);
    }

    [Fact]
    public async Task Session_AtTheCapOnAgents_EndsWithLimit()
    {
        await using var server = await TestServer.StartAsync(["Fleet:MaxAgents=1"]);
        var (first, second) = (new ScriptedTransport(), new ScriptedTransport());
        var firstRun = first.Start(server);
        first.SendHello("a");
        await first.NextAsync();
        var secondRun = second.Start(server);
        second.SendHello("b");

        var goodbye = (await second.NextAsync()).Goodbye;
        goodbye.Reason.ShouldBe(Goodbye.Types.Reason.Limit);
        goodbye.Detail.ShouldContain("1");
        await secondRun.WaitAsync(Eventually.Patience);
        first.HalfClose();
        await firstRun.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Session_SecondHello_IsAProtocolError() => await EndsWithProtocolErrorAsync("second Hello", stream =>
    {
        stream.SendHello();
        stream.SendHello();
    });

    [Fact]
    public async Task Session_BatchBeforeHello_IsAProtocolError() =>
        await EndsWithProtocolErrorAsync("MetricBatch", stream => stream.SendBatch(1, Samples.Series()));

    [Fact]
    public async Task Session_MessageOfANewerAgent_IsLeftAndTheSessionGoesOn()
    {
        await using var server = await TestServer.StartAsync();
        var stream = new ScriptedTransport();
        var run = stream.Start(server);
        stream.SendHello();

        // Field 99 is none that this version knows.
        stream.Send([0x9A, 0x06, 0x02, 0x08, 0x01]);
        stream.SendBatch(1, Samples.Series());
        (await stream.NextAsync()).BodyCase.ShouldBe(ServerMessage.BodyOneofCase.Welcome);
        (await stream.NextAsync()).Ack.Result.Status.ShouldBe(BatchStatus.Accepted);
        stream.HalfClose();
        (await run.WaitAsync(Eventually.Patience)).Farewell.ShouldBeNull();
    }

    [Fact]
    public async Task Session_BytesThatAreNoMessage_AreAProtocolError()
    {
        var end = await EndsWithProtocolErrorAsync("end inside a field", stream =>
        {
            stream.SendHello();
            stream.Send([0x12, 0x7F]);
        });
        end.Fault.ShouldBe(WireFault.Truncated);
    }

    private static async Task<CleanLite.Api.Fleet.SessionEnd> EndsWithProtocolErrorAsync(string detail, Action<ScriptedTransport> script)
    {
        await using var server = await TestServer.StartAsync();
        var stream = new ScriptedTransport();
        var run = stream.Start(server);
        script(stream);

        var end = await run.WaitAsync(Eventually.Patience);
        end.Farewell!.Reason.ShouldBe(GoodbyeReason.ProtocolError);
        var goodbye = stream.Rest()[^1].Goodbye;
        goodbye.Reason.ShouldBe(Goodbye.Types.Reason.ProtocolError);
        goodbye.Detail.ShouldContain(detail);
        server.Applied.Points.ShouldBeEmpty();
        return end;
    }

    private static AgentSummary AgentOf(TestServer server) => server.Services.GetRequiredService<IAgentRegistry>().List().Single();

    private static Task WaitsForTheAgentAsync(ScriptedTransport stream, int reads) =>
        Eventually.HoldsAsync(() => stream.Reads >= reads, "the session waits for the agent");
}
