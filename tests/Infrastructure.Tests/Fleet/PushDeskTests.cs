using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Testing;

namespace CleanLite.Infrastructure.Tests.Fleet;

public sealed class PushDeskTests
{
    private readonly PushBench _bench = new();
    private readonly FakeLink _link = new();

    [Fact]
    public async Task Mailbox_OfAnAbsentAgent_GoesWithItsLastPush()
    {
        _bench.Leave(await _bench.ConnectAsync());
        _bench.Push(PushBench.Refresh());
        var newer = _bench.Push(PushBench.Refresh());
        _bench.Desk.MailboxCount.ShouldBe(1);
        _bench.Time.Advance(PushBench.Life);
        _bench.Find(newer).State.ShouldBe(PushState.Expired);
        _bench.Desk.MailboxCount.ShouldBe(0);
    }

    [Fact]
    public async Task Mailbox_OfAnAbsentAgentWhoseConfigurationIsRemoved_Goes()
    {
        _bench.Leave(await _bench.ConnectAsync());
        _bench.PushConfig(PushBench.Config(1_000));
        _bench.Configs.TryRemove(AgentId.Parse("web-1"));
        _bench.Desk.PushConfig(AgentId.Parse("web-1"), "", PushBench.Life).ShouldBeNull();
        _bench.Desk.MailboxCount.ShouldBe(0);
    }

    [Fact]
    public async Task Push_AgentThere_GoesOutAtOnceAndIsFollowedToItsEnd()
    {
        var agent = await _bench.ConnectAsync(link: _link);
        var push = _bench.Push(PushBench.Refresh());

        (push.Delivery, push.State).ShouldBe((PushDelivery.Live, PushState.Sent));
        _link.Pushes.ShouldHaveSingleItem().ShouldBe(push.Push);
        foreach (var state in (PushState[])[PushState.Received, PushState.Applying, PushState.Applied])
        {
            _bench.Answer(agent, push, state).ShouldBe(AnswerVerdict.Taken);
            _bench.Find(push).State.ShouldBe(state);
        }

        _bench.Find(push).EndedUnixMs.ShouldBe(_bench.Time.UnixMs);
        _bench.Settled.ShouldHaveSingleItem().State.ShouldBe(PushState.Applied);
    }

    [Theory]
    [InlineData(PushState.Applied)]
    [InlineData(PushState.Failed)]
    [InlineData(PushState.Refused)]
    [InlineData(PushState.Unsupported)]
    [InlineData(PushState.Expired)]
    public async Task Acknowledge_AfterAnEnd_IsLateAndChangesNothing(PushState end)
    {
        var agent = await _bench.ConnectAsync();
        var push = _bench.Push(PushBench.Refresh());
        _bench.Answer(agent, push, end).ShouldBe(AnswerVerdict.Taken);

        foreach (var state in Enum.GetValues<PushState>().Where(s => s.IsAnswer())) _bench.Answer(agent, push, state).ShouldBe(AnswerVerdict.Late);
        _bench.Find(push).State.ShouldBe(end);
        _bench.Settled.Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(PushState.Unspecified)]
    [InlineData(PushState.Waiting)]
    [InlineData(PushState.Sent)]
    [InlineData(PushState.Superseded)]
    [InlineData((PushState)99)]
    public async Task Acknowledge_StateThatIsNoAnswer_IsMalformed(PushState state)
    {
        var agent = await _bench.ConnectAsync();
        var push = _bench.Push(PushBench.Refresh());
        _bench.Answer(agent, push, state).ShouldBe(AnswerVerdict.Malformed);
        _bench.Find(push).State.ShouldBe(PushState.Sent);
    }

    [Fact]
    public async Task Acknowledge_PushOfAnotherAgent_IsForeignAndChangesNothing()
    {
        await _bench.ConnectAsync("web-1");
        var hostile = await _bench.ConnectAsync("web-2");
        var push = _bench.Push(PushBench.Refresh(), "web-1");

        _bench.Answer(hostile, push, PushState.Applied).ShouldBe(AnswerVerdict.Foreign);
        _bench.Desk.Acknowledge(hostile, "no-such-push", PushState.Applied, "", "").ShouldBe(AnswerVerdict.Unknown);
        _bench.Find(push).State.ShouldBe(PushState.Sent);
    }

    [Fact]
    public async Task Acknowledge_OverASupersededStream_IsForeign()
    {
        var older = await _bench.ConnectAsync(session: "a");
        var push = _bench.Push(PushBench.Refresh());
        var newer = await _bench.ConnectAsync(session: "b");

        _bench.Answer(older, push, PushState.Applied).ShouldBe(AnswerVerdict.Foreign);
        _bench.Answer(newer, push, PushState.Applied).ShouldBe(AnswerVerdict.Taken);
    }

    [Fact]
    public async Task Push_BetweenATakeoverAndItsWelcome_WaitsForTheNewerStream()
    {
        var (older, newer) = (new FakeLink(), new FakeLink());
        await _bench.ConnectAsync(session: "a", link: older);
        var connection = await _bench.HelloAsync(session: "b", link: newer);
        var push = _bench.Push(PushBench.Refresh());

        _bench.Find(push).State.ShouldBe(PushState.Waiting);
        _bench.Desk.Attach(connection);
        _bench.Find(push).State.ShouldBe(PushState.Sent);
        older.Pushes.ShouldBeEmpty();
        newer.Pushes.ShouldHaveSingleItem();
    }

    [Fact]
    public void Push_AgentNeverSeen_IsAbsentAndEndsAtOnce()
    {
        var push = _bench.Push(PushBench.Refresh(), "nobody");
        (push.Delivery, push.State).ShouldBe((PushDelivery.Absent, PushState.Expired));
    }

    [Fact]
    public async Task Push_FiveOfAKindToAnAbsentAgent_LeaveTheNewest()
    {
        _bench.Leave(await _bench.ConnectAsync());
        var pushes = Enumerable.Range(1, 5).Select(i => _bench.Push(PushBench.Interval(i * 1_000))).ToList();

        pushes.ShouldAllBe(p => p.Delivery == PushDelivery.Queued && p.State == PushState.Waiting);
        pushes.Select(p => _bench.Find(p).State).ShouldBe(
            [PushState.Superseded, PushState.Superseded, PushState.Superseded, PushState.Superseded, PushState.Waiting]);
        await _bench.ConnectAsync(link: _link);
        _link.Pushes.ShouldHaveSingleItem().Id.ShouldBe(pushes[^1].Push.Id);
        _bench.Find(pushes[^1]).State.ShouldBe(PushState.Sent);
    }

    [Fact]
    public async Task Push_OneOfEachKindToAnAbsentAgent_AllWaitAndTheRestartGoesLast()
    {
        _bench.Leave(await _bench.ConnectAsync());
        var restart = _bench.Push(PushBench.Restart());
        var refresh = _bench.Push(PushBench.Refresh());
        var interval = _bench.Push(PushBench.Interval(5_000));

        var agent = await _bench.ConnectAsync(link: _link);
        _link.Pushes.Select(p => p.Id).ShouldBe([refresh.Push.Id, interval.Push.Id]);
        _bench.Answer(agent, refresh, PushState.Applied);
        _link.Pushes.Count.ShouldBe(2);
        _bench.Answer(agent, interval, PushState.Failed);
        _link.Pushes.Last().Id.ShouldBe(restart.Push.Id);
    }

    [Fact]
    public async Task Push_WhileARestartIsUnderWay_WaitsForTheNewProcess()
    {
        var agent = await _bench.ConnectAsync(session: "a", link: _link);
        var restart = _bench.Push(PushBench.Restart());
        _bench.Answer(agent, restart, PushState.Applying);
        var refresh = _bench.Push(PushBench.Refresh());
        refresh.Delivery.ShouldBe(PushDelivery.Queued);

        var returned = new FakeLink();
        await _bench.ConnectAsync(session: "b", link: returned);
        _bench.Find(restart).State.ShouldBe(PushState.Applied);
        returned.Pushes.ShouldHaveSingleItem().Id.ShouldBe(refresh.Push.Id);
        _link.Pushes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Attach_RestartUnderWayAndTheSameProcessBack_HasNotTakenEffect()
    {
        var agent = await _bench.ConnectAsync(session: "a");
        var restart = _bench.Push(PushBench.Restart());
        _bench.Answer(agent, restart, PushState.Applying);
        await _bench.ConnectAsync(session: "a");
        _bench.Find(restart).State.ShouldBe(PushState.Applying);
    }

    [Fact]
    public async Task Attach_AfterWhatWentOutWasLost_NeverSendsItAgain()
    {
        var agent = await _bench.ConnectAsync(link: _link);
        var push = _bench.Push(PushBench.Refresh());
        _bench.Leave(agent);
        var again = new FakeLink();
        var returned = await _bench.ConnectAsync(link: again);

        again.Pushes.ShouldBeEmpty();
        _bench.Answer(returned, push, PushState.Applied).ShouldBe(AnswerVerdict.Taken);
    }

    [Fact]
    public async Task Push_KindNotAnnounced_IsUnsupportedAtOnceAndNeverSent()
    {
        await _bench.ConnectAsync(link: _link, capabilities: ["config"]);
        var push = _bench.Push(PushBench.Refresh());

        (push.Delivery, push.State).ShouldBe((PushDelivery.Live, PushState.Unsupported));
        _link.Pushes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Attach_KindNoLongerAnnounced_IsUnsupported()
    {
        _bench.Leave(await _bench.ConnectAsync());
        var push = _bench.Push(PushBench.Refresh());
        await _bench.ConnectAsync(link: _link, capabilities: ["config"]);

        _bench.Find(push).State.ShouldBe(PushState.Unsupported);
        _link.Pushes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sweep_PastExpiry_EndsWhatWaitsAndWhatWasNotAnswered()
    {
        await _bench.ConnectAsync("there");
        _bench.Leave(await _bench.ConnectAsync("gone"));
        var sent = _bench.Push(PushBench.Refresh(), "there");
        var waiting = _bench.Push(PushBench.Refresh(), "gone");

        _bench.Time.Advance(PushBench.Life - TimeSpan.FromMilliseconds(1));
        _bench.Desk.Sweep();
        _bench.Settled.ShouldBeEmpty();
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        _bench.Desk.Sweep();
        _bench.Settled.Select(s => s.State).ShouldBe([PushState.Expired, PushState.Expired]);
        (_bench.Find(sent).State, _bench.Find(waiting).State).ShouldBe((PushState.Expired, PushState.Expired));
    }

    [Fact]
    public async Task Acknowledge_PastExpiry_IsLateEvenBeforeTheClockWasLookedAt()
    {
        var agent = await _bench.ConnectAsync();
        var push = _bench.Push(PushBench.Refresh());
        _bench.Time.Advance(PushBench.Life);

        _bench.Answer(agent, push, PushState.Applied).ShouldBe(AnswerVerdict.Late);
        _bench.Find(push).State.ShouldBe(PushState.Expired);
    }

    [Fact]
    public async Task Sweep_WallClockJumpsAYear_ExpiresNothing()
    {
        await _bench.ConnectAsync();
        var push = _bench.Push(PushBench.Refresh());
        _bench.Time.StepWallClock(TimeSpan.FromDays(365));
        _bench.Desk.Sweep();
        _bench.Find(push).State.ShouldBe(PushState.Sent);
    }

    [Fact]
    public async Task Push_OutboxFull_WaitsAndGoesOutWhenThereIsRoom()
    {
        await _bench.ConnectAsync(link: _link);
        _link.HasRoom = false;
        var push = _bench.Push(PushBench.Refresh());
        push.Delivery.ShouldBe(PushDelivery.Queued);

        _link.HasRoom = true;
        _bench.Desk.Sweep();
        _bench.Desk.Sweep();
        _link.Pushes.Count.ShouldBe(1);
        _bench.Find(push).State.ShouldBe(PushState.Sent);
    }

    [Fact]
    public async Task Attach_StreamThatWasSupersededBeforeItsWelcome_GetsNothing()
    {
        var late = new FakeLink();
        var older = await _bench.HelloAsync(session: "a", link: late);
        await _bench.ConnectAsync(session: "b", link: _link);
        _bench.Desk.Attach(older);
        _bench.Push(PushBench.Refresh());

        late.Pushes.ShouldBeEmpty();
        _link.Pushes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Push_BeforeTheWelcome_WaitsForIt()
    {
        var agent = await _bench.HelloAsync(link: _link);
        var push = _bench.Push(PushBench.Refresh());
        _link.Pushes.ShouldBeEmpty();
        _bench.Desk.Attach(agent);
        _link.Pushes.ShouldHaveSingleItem().Id.ShouldBe(push.Push.Id);
    }

    [Fact]
    public async Task Push_AtTheCapOfAnAgentAndBeyond_IsRefused()
    {
        var bench = new PushBench(new FleetOptions { MaxPushesPerAgent = 2 });
        var agent = await bench.ConnectAsync();
        var first = bench.Push(PushBench.Refresh());
        bench.Push(PushBench.Refresh());
        bench.Desk.Push(AgentId.Parse("web-1"), PushBench.Refresh(), PushBench.Life).ShouldBeOfType<PushOutcome.Full>().Detail.ShouldContain("at most 2");

        bench.Answer(agent, first, PushState.Applied);
        bench.Push(PushBench.Refresh());
    }

    [Fact]
    public async Task Push_AtTheCapOfTheTable_ForgetsWhatHasEndedAndNothingElse()
    {
        var bench = new PushBench(new FleetOptions { MaxPushes = 2 });
        using var counted = new MeterSums(bench.Meters);
        var agent = await bench.ConnectAsync();
        var ended = bench.Push(PushBench.Refresh());
        bench.Answer(agent, ended, PushState.Applied);
        var open = bench.Push(PushBench.Refresh());
        bench.Push(PushBench.Refresh());

        bench.Desk.Find(ended.Push.Id).ShouldBeNull();
        counted["cleanlite.tables.evicted:pushes"].ShouldBe(1);
        bench.Find(open).State.ShouldBe(PushState.Sent);
        bench.Desk.Push(AgentId.Parse("web-1"), PushBench.Refresh(), PushBench.Life).ShouldBeOfType<PushOutcome.Full>();
    }

    [Fact]
    public async Task Push_RefusedAtTheCap_LeavesWhatWaitsAlone()
    {
        var bench = new PushBench(new FleetOptions { MaxPushes = 1 });
        bench.Leave(await bench.ConnectAsync());
        var waiting = bench.Push(PushBench.Refresh());
        bench.Desk.Push(AgentId.Parse("web-1"), PushBench.Refresh(), PushBench.Life).ShouldBeOfType<PushOutcome.Full>();
        bench.Find(waiting).State.ShouldBe(PushState.Waiting);
    }

    [Fact]
    public async Task Acknowledge_LeasedInterval_IsKnownUntilTheLeaseEnds()
    {
        var agent = await _bench.ConnectAsync(intervalMs: 1_000);
        _bench.Answer(agent, _bench.Push(PushBench.Interval(30_000, leaseMs: 10_000)), PushState.Applied);
        _bench.Agent().Hello!.ReportIntervalMs.ShouldBe(30_000);

        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        _bench.Desk.Sweep();
        _bench.Agent().Hello!.ReportIntervalMs.ShouldBe(1_000);
    }

    [Fact]
    public async Task Acknowledge_IntervalForGood_IsWhatSilenceIsJudgedBy()
    {
        var agent = await _bench.ConnectAsync(intervalMs: 1_000);
        _bench.Answer(agent, _bench.Push(PushBench.Interval(10_000)), PushState.Applied);
        _bench.Time.Advance(TimeSpan.FromSeconds(20));
        await _bench.Agents.JudgeAsync(default);
        _bench.Agent().State.ShouldBe(AgentState.Online);
    }

    [Fact]
    public async Task Answer_Sample_EndsTheRequestOnceWithWhatWasAskedFor()
    {
        var agent = await _bench.ConnectAsync();
        var push = _bench.Push(PushBench.Sample("r1", limit: 2));

        _bench.Answer(agent, push, PushState.Applied).ShouldBe(AnswerVerdict.Taken);
        _bench.Find(push).State.ShouldBe(PushState.Applying);
        _bench.Desk.Answer(agent, "r1", Series(3)).ShouldBe(AnswerVerdict.Taken);
        _bench.Desk.Answer(agent, "r1", Series(1)).ShouldBe(AnswerVerdict.Late);

        var found = _bench.Find(push);
        (found.State, found.Sample!.Series.Count, found.Sample.LeftOut).ShouldBe((PushState.Applied, 2, 1));
    }

    [Fact]
    public async Task Answer_SampleOfAnotherAgentOrUnasked_DoesNothing()
    {
        await _bench.ConnectAsync("web-1");
        var hostile = await _bench.ConnectAsync("web-2");
        var push = _bench.Push(PushBench.Sample("r1"), "web-1");

        _bench.Desk.Answer(hostile, "r1", Series(1)).ShouldBe(AnswerVerdict.Foreign);
        _bench.Desk.Answer(hostile, "r2", Series(1)).ShouldBe(AnswerVerdict.Unknown);
        _bench.Find(push).Sample.ShouldBeNull();
    }

    [Fact]
    public async Task Answer_SampleWithAnError_Fails()
    {
        var agent = await _bench.ConnectAsync();
        var push = _bench.Push(PushBench.Sample("r1"));
        _bench.Desk.Answer(agent, "r1", new SampleAnswer([], 0, "No such device.")).ShouldBe(AnswerVerdict.Taken);
        (_bench.Find(push).State, _bench.Find(push).Detail).ShouldBe((PushState.Failed, "No such device."));
    }

    [Fact]
    public async Task Push_SampleUnderTheSameName_IsTheSameRequest()
    {
        var agent = await _bench.ConnectAsync(link: _link);
        await _bench.ConnectAsync("web-2");
        var first = _bench.Push(PushBench.Sample("r1"));
        _bench.Push(PushBench.Sample("r1")).Push.Id.ShouldBe(first.Push.Id);
        _bench.Desk.Answer(agent, "r1", Series(1));
        var after = _bench.Push(PushBench.Sample("r1"));

        (after.Push.Id, after.State).ShouldBe((first.Push.Id, PushState.Applied));
        _link.Pushes.Count.ShouldBe(1);
        _bench.Desk.Push(AgentId.Parse("web-2"), PushBench.Sample("r1"), PushBench.Life).ShouldBeOfType<PushOutcome.Taken>();
    }

    [Fact]
    public async Task Answer_MoreSamplesThanAreKept_ForgetsTheOldestAnswer()
    {
        var bench = new PushBench(new FleetOptions { MaxSampleAnswers = 1 });
        using var counted = new MeterSums(bench.Meters);
        var agent = await bench.ConnectAsync();
        var (first, second) = (bench.Push(PushBench.Sample("r1")), bench.Push(PushBench.Sample("r2")));
        bench.Desk.Answer(agent, "r1", Series(1));
        bench.Desk.Answer(agent, "r2", Series(1));

        counted["cleanlite.tables.evicted:samples"].ShouldBe(1);
        bench.Find(first).Sample.ShouldBeNull();
        bench.Find(second).Sample.ShouldNotBeNull();
    }

    private static SampleAnswer Series(int count) => new(
        [.. Enumerable.Range(0, count).Select(i => new SampledSeries(new SeriesDefinition(MetricName.Parse($"m{i}"), LabelSet.Empty), [1], [1.0]))], 0, "");
}
