using System.Text;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Fleet;
using CleanLite.Infrastructure.LatestState;
using CleanLite.Testing;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Fleet;

public sealed class AgentRegistryTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly TestMeters _meters = new();
    private readonly FleetOptions _fleet = new() { MaxAgents = 2, MaxSessionsPerAgent = 2 };
    private readonly IngestOptions _ingest = new();
    private readonly IPublisher _publisher = Substitute.For<IPublisher>();
    private readonly IMetricBroadcaster _broadcaster = Substitute.For<IMetricBroadcaster>();
    private readonly LatestStateStore _store;
    private readonly AgentRegistry _agents;

    public AgentRegistryTests()
    {
        _store = new LatestStateStore(_ingest);
        var notices = new FleetNotices(_publisher, NullLogger<FleetNotices>.Instance);
        _agents = new AgentRegistry(_store, _broadcaster, notices, new FleetMetrics(_meters, new TableMetrics(_meters)), _fleet, _ingest, _time);
    }

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task ConnectAsync_SecondStream_EndsTheFirstAndTakesOver()
    {
        var older = Substitute.For<IAgentLink>();
        await ConnectAsync("web-1", link: older);
        var newer = await ConnectAsync("web-1");

        newer.Takeover.ShouldBeTrue();
        older.Received(1).End(GoodbyeReason.Superseded, Arg.Any<string>(), Arg.Any<int>());
        Changes().ShouldBe([PresenceChange.Connected, PresenceChange.Superseded]);
    }

    [Fact]
    public async Task Disconnect_OfTheOlderStream_LeavesTheNewerAlone()
    {
        var older = await ConnectAsync("web-1");
        var newer = await ConnectAsync("web-1");
        _agents.Disconnect(older.Connection, GoodbyeReason.Shutdown, "late clean-up");

        _agents.List().Single().State.ShouldBe(AgentState.Online);
        using var turn = await _agents.EnterAsync(new BatchOrigin.FromSession(newer.Connection, 1), default);
        turn!.IsCurrent.ShouldBeTrue();
    }

    [Fact]
    public async Task EnterAsync_FromASupersededStream_IsNotCurrent()
    {
        var older = await ConnectAsync("web-1");
        await ConnectAsync("web-1");
        using var turn = await _agents.EnterAsync(new BatchOrigin.FromSession(older.Connection, 1), default);
        turn!.IsCurrent.ShouldBeFalse();
    }

    [Fact]
    public async Task ConnectAsync_SameSessionAgain_KnowsItsNumbers()
    {
        var connected = await ConnectAsync("web-1", session: "s");
        using (var turn = await _agents.EnterAsync(new BatchOrigin.FromSession(connected.Connection, 7), default)) turn!.Ledger!.Settle(7);

        (await ConnectAsync("web-1", session: "s")).LastSequence.ShouldBe(7UL);
        (await ConnectAsync("web-1", session: "t")).LastSequence.ShouldBe(0UL);
    }

    [Fact]
    public async Task ConnectAsync_MoreSessionsThanRemembered_ForgetsTheOldest()
    {
        var connected = await ConnectAsync("web-1", session: "s");
        using (var turn = await _agents.EnterAsync(new BatchOrigin.FromSession(connected.Connection, 7), default)) turn!.Ledger!.Settle(7);
        using var counted = new MeterSums(_meters);
        await ConnectAsync("web-1", session: "t");
        await ConnectAsync("web-1", session: "u");
        counted["cleanlite.tables.evicted:sessions"].ShouldBe(1);
        (await ConnectAsync("web-1", session: "s")).LastSequence.ShouldBe(0UL);
    }

    [Fact]
    public async Task ConnectAsync_CapOnAgents_RefusesUntilOneIsOffline()
    {
        await ConnectAsync("web-1");
        var second = await ConnectAsync("web-2");
        (await _agents.ConnectAsync(Hello("web-3"), Substitute.For<IAgentLink>(), default)).ShouldBeOfType<ConnectOutcome.Full>();
        (await _agents.EnterAsync(new BatchOrigin.FromCall(AgentId.Parse("web-3"), LabelSet.Empty), default)).ShouldBeNull();

        _agents.Disconnect(second.Connection, GoodbyeReason.Shutdown, "shutdown");
        using var counted = new MeterSums(_meters);
        await ConnectAsync("web-3");
        counted["cleanlite.tables.evicted:agents"].ShouldBe(1);
        _agents.List().Select(a => a.Id.Value).ShouldBe(["web-1", "web-3"]);
    }

    [Fact]
    public async Task JudgeAsync_AgentGoneForLong_IsForgottenWithItsSeries()
    {
        var connected = await ConnectAsync("web-1");
        using (var turn = await _agents.EnterAsync(new BatchOrigin.FromSession(connected.Connection, 1), default))
            turn!.Series.FindOrAdd(new SeriesDefinition(MetricName.Parse("cpu"), LabelSet.Empty), Encoding.UTF8.GetBytes("x"), 0, out _);
        _agents.Disconnect(connected.Connection, GoodbyeReason.Shutdown, "shutdown");
        _time.Advance(_fleet.ForgetAfter);
        await _agents.JudgeAsync(default);

        _agents.List().ShouldBeEmpty();
        _store.SeriesCount.ShouldBe(0);
        _broadcaster.ReceivedWithAnyArgs(1).Forget(default!);
    }

    [Fact]
    public async Task JudgeAsync_WallClockJumpsAYear_ChangesNobodysPresence()
    {
        await ConnectAsync("web-1");
        _time.StepWallClock(TimeSpan.FromDays(365));
        await _agents.JudgeAsync(default);
        _agents.List().Single().State.ShouldBe(AgentState.Online);
    }

    [Fact]
    public async Task JudgeAsync_ThreeMissedReports_IsStaleThenOfflineThenBack()
    {
        var connected = await ConnectAsync("web-1", intervalMs: 2_000);
        _time.Advance(TimeSpan.FromSeconds(6));
        await _agents.JudgeAsync(default);
        _time.Advance(TimeSpan.FromSeconds(39));
        await _agents.JudgeAsync(default);
        _agents.Heard(connected.Connection);
        Changes().ShouldBe([PresenceChange.Connected, PresenceChange.Stale, PresenceChange.Offline, PresenceChange.Reconnected]);
    }

    [Fact]
    public async Task EnterAsync_TwoStreamsWithTheSameNumber_SettleItOnce()
    {
        // Both streams belong to one session and bring the same batch: whichever comes second finds the number settled.
        const int Rounds = 10_000;
        var connected = await ConnectAsync("web-1");
        using var barrier = new Barrier(2);
        var applied = new int[Rounds + 1];

        async Task Race()
        {
            for (ulong n = 1; n <= Rounds; n++)
            {
                barrier.SignalAndWait();
                using var turn = await _agents.EnterAsync(new BatchOrigin.FromSession(connected.Connection, n), default);
                if (turn!.Ledger!.Judge(n) != SequenceVerdict.Next) continue;
                Interlocked.Increment(ref applied[n]);
                turn.Ledger.Settle(n);
            }
        }

        await Task.WhenAll(Task.Run(Race), Task.Run(Race));
        applied.Skip(1).ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task Disconnect_RacingWithATakeover_NeverEvictsTheNewStreamAndCountsEachOnce()
    {
        using var counted = new MeterSums(_meters);
        for (var round = 0; round < 10_000; round++)
        {
            var older = await ConnectAsync("web-1");
            using var barrier = new Barrier(2);
            ConnectOutcome.Connected? newer = null;
            var connect = Task.Run(async () =>
            {
                barrier.SignalAndWait();
                newer = await ConnectAsync("web-1");
            });
            var leave = Task.Run(() =>
            {
                barrier.SignalAndWait();
                _agents.Disconnect(older.Connection, GoodbyeReason.Shutdown, "gone");
            });
            await Task.WhenAll(connect, leave);
            _agents.List().Single().State.ShouldBe(AgentState.Online);
            using var turn = await _agents.EnterAsync(new BatchOrigin.FromSession(newer!.Connection, 1), default);
            turn!.IsCurrent.ShouldBeTrue();
            counted["cleanlite.agents.connected"].ShouldBe(1);
        }
    }

    private static AgentHello Hello(string agent, string session = "s", int intervalMs = 0) =>
        new() { AgentId = AgentId.Parse(agent), SessionId = session, ReportIntervalMs = intervalMs };

    private async Task<ConnectOutcome.Connected> ConnectAsync(string agent, string session = "s", IAgentLink? link = null, int intervalMs = 0) =>
        (ConnectOutcome.Connected)await _agents.ConnectAsync(Hello(agent, session, intervalMs), link ?? Substitute.For<IAgentLink>(), default);

    private List<PresenceChange> Changes() =>
        [.. _publisher.ReceivedCalls().Select(c => c.GetArguments()[0]).OfType<AgentPresenceChanged>().Select(n => n.Change)];
}
