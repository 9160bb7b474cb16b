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

/// <summary>The account of an agent's points, its clock, and the count of agents, as the registry keeps them.</summary>
public sealed class PointsAccountTests
{
    private readonly FakeTime _time = new();
    private readonly FleetOptions _fleet = new();
    private readonly IPublisher _publisher = Substitute.For<IPublisher>();
    private readonly AgentRegistry _agents;
    private ulong _sequence;

    public PointsAccountTests()
    {
        var ingest = new IngestOptions();
        var notices = new FleetNotices(_publisher, NullLogger<FleetNotices>.Instance);
        var metrics = new FleetMetrics(new TestMeters(), new TableMetrics(new TestMeters()));
        _agents = new AgentRegistry(new LatestStateStore(ingest), Substitute.For<IMetricBroadcaster>(), notices, metrics, _fleet, ingest, _time);
    }

    [Fact]
    public async Task Heard_EvenAccount_ShowsItAndTellsNobody()
    {
        var stream = await ConnectAsync();
        await AnswerAsync(stream, new BatchResult { Status = BatchStatus.Partial, AcceptedPoints = 5, LatePoints = 1, RejectedPoints = 4 });
        Hear(stream, produced: 15, acknowledged: 0, shed: 2, buffered: 13);

        Points().ShouldBe(new PointsLedger(15, 10, 2, 3, 0, 0));
        Told().ShouldBeEmpty();
    }

    [Fact]
    public async Task Heard_PointsMissingOnce_TellsNobody()
    {
        var stream = await ConnectAsync();
        Hear(stream, produced: 10, buffered: 7);
        Points()!.Value.Unaccounted.ShouldBe(3);
        Hear(stream, produced: 10, buffered: 10);

        Told().ShouldBeEmpty();
    }

    [Fact]
    public async Task Heard_PointsMissingOverTwoHeartbeats_TellsOnceUntilTheAccountIsEvenAgain()
    {
        var stream = await ConnectAsync();
        for (var i = 0; i < 5; i++) Hear(stream, produced: 10, buffered: 7);
        Told().ShouldHaveSingleItem().Ledger.Unaccounted.ShouldBe(3);

        Hear(stream, produced: 10, buffered: 10);
        Hear(stream, produced: 10, buffered: 9);
        Hear(stream, produced: 10, buffered: 9);
        Told().Select(t => t.Ledger.Unaccounted).ShouldBe([3, 1]);
    }

    [Fact]
    public async Task Heard_BatchAnsweredTwice_CountsOnce()
    {
        var stream = await ConnectAsync();
        await AnswerAsync(stream, new BatchResult { Status = BatchStatus.Accepted, AcceptedPoints = 5 });
        await AnswerAsync(stream, BatchResult.DuplicateOf(5));
        await AnswerAsync(stream, BatchResult.RetryAfter(100));
        Hear(stream, produced: 5, acknowledged: 5);

        Points().ShouldBe(new PointsLedger(5, 5, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Heard_SessionOlderThanTheServer_TakesItsPastOnTrustOnce()
    {
        var stream = await ConnectAsync();
        await AnswerAsync(stream, new BatchResult { Status = BatchStatus.Accepted, AcceptedPoints = 5 });
        Hear(stream, produced: 1_005, acknowledged: 1_005);
        Points()!.Value.Unaccounted.ShouldBe(0);

        await AnswerAsync(stream, new BatchResult { Status = BatchStatus.Accepted, AcceptedPoints = 5 });
        Hear(stream, produced: 1_020, acknowledged: 1_020);
        Points()!.Value.Unaccounted.ShouldBe(10);
    }

    [Fact]
    public async Task Heard_NewSession_StartsANewAccount()
    {
        var older = await ConnectAsync("s1");
        await AnswerAsync(older, new BatchResult { Status = BatchStatus.Accepted, AcceptedPoints = 500 });
        var newer = await ConnectAsync("s2");
        Points().ShouldBeNull();
        await AnswerAsync(newer, new BatchResult { Status = BatchStatus.Accepted, AcceptedPoints = 3 });
        Hear(newer, produced: 3, acknowledged: 3);

        Points().ShouldBe(new PointsLedger(3, 3, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Heard_ClockOfTheAgent_IsComparedWithTheServers()
    {
        var stream = await ConnectAsync();
        Find().ClockSkewMs.ShouldBeNull();
        _agents.Heard(stream, new AgentHeartbeat(_time.UnixMs + 250, 0, 0, 0, 0));
        Find().ClockSkewMs.ShouldBe(250);
    }

    [Fact]
    public async Task Find_AgentWithAMeasuredLink_ShowsTheRoundTrip()
    {
        var link = Substitute.For<IAgentLink>();
        link.RoundTripMs.Returns(1.5);
        await _agents.ConnectAsync(Hello("s"), link, default);

        Find().RoundTripMs.ShouldBe(1.5);
        _agents.Find(AgentId.Parse("stranger")).ShouldBeNull();
    }

    [Fact]
    public async Task Count_FollowsEveryChange()
    {
        _agents.Count().ShouldBe(new FleetCounts(0, 0, 0));
        var stream = await ConnectAsync();
        _agents.Count().ShouldBe(new FleetCounts(1, 0, 0));

        _time.Advance(TimeSpan.FromMilliseconds(_fleet.DeadAfterMs - 1));
        _agents.Heard(stream);
        _time.Advance(TimeSpan.FromMilliseconds((3 * _fleet.HeartbeatIntervalMs) - 1));
        await _agents.JudgeAsync(default);
        _agents.Count().ShouldBe(new FleetCounts(1, 0, 0));

        _agents.Disconnect(stream, GoodbyeReason.Shutdown, "shutdown");
        _agents.Count().ShouldBe(new FleetCounts(0, 0, 1));
        _time.Advance(_fleet.ForgetAfter);
        await _agents.JudgeAsync(default);
        _agents.Count().ShouldBe(new FleetCounts(0, 0, 0));
    }

    private static AgentHello Hello(string session) => new() { AgentId = AgentId.Parse("web-1"), SessionId = session };

    private async Task<AgentConnection> ConnectAsync(string session = "s") =>
        (await _agents.ConnectAsync(Hello(session), Substitute.For<IAgentLink>(), default)).ShouldBeOfType<ConnectOutcome.Connected>().Connection;

    private async Task AnswerAsync(AgentConnection stream, BatchResult result)
    {
        using var turn = await _agents.EnterAsync(new BatchOrigin.FromSession(stream, ++_sequence), default);
        turn!.Count(result);
    }

    private void Hear(AgentConnection stream, ulong produced, ulong acknowledged = 0, ulong shed = 0, ulong buffered = 0) =>
        _agents.Heard(stream, new AgentHeartbeat(_time.UnixMs, produced, acknowledged, shed, buffered));

    private AgentSummary Find() => _agents.Find(AgentId.Parse("web-1"))!;

    private PointsLedger? Points() => Find().Points;

    private List<PointsUnaccounted> Told() =>
        [.. _publisher.ReceivedCalls().Select(c => c.GetArguments()[0]).OfType<PointsUnaccounted>()];
}
