using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using CleanLite.Application.Live;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Testing;
using MediatR;
using NSubstitute;

namespace CleanLite.Application.Tests.Ingest;

public sealed class IngestBatchHandlerTests
{
    private static readonly AgentId Agent = AgentId.Parse("web-1");

    private readonly FakeTime _time = new();
    private readonly IAgentRegistry _agents = Substitute.For<IAgentRegistry>();
    private readonly IAgentTurn _turn = Substitute.For<IAgentTurn>();
    private readonly FakeAgentSeries _series = new();
    private readonly ILatestStateStore _latest = Substitute.For<ILatestStateStore>();
    private readonly IMetricBroadcaster _broadcaster = Substitute.For<IMetricBroadcaster>();
    private readonly IPublisher _publisher = Substitute.For<IPublisher>();
    private readonly SequenceLedger _ledger = new(100);
    private readonly AgentConnection _connection;
    private readonly IngestBatchHandler _handler;

    public IngestBatchHandlerTests()
    {
        _connection = new AgentConnection("a-1", new AgentHello { AgentId = Agent, SessionId = "s" }, Substitute.For<IAgentLink>());
        _agents.EnterAsync(default!, default).ReturnsForAnyArgs(_turn);
        _turn.IsCurrent.Returns(true);
        _turn.Ledger.Returns(_ledger);
        _turn.Series.Returns(_series);
        _turn.AgentVersion.Returns("1.2");
        _broadcaster.TryReserve(default).ReturnsForAnyArgs(true);
        _latest.Judge(default!, default, default).ReturnsForAnyArgs(PointVerdict.New);

        var options = new IngestOptions { MaxSequenceGap = 100, RetryAfterMs = 250 };
        var judge = new BatchJudge(new IngestBatchValidator(options, _time), options);
        _handler = new IngestBatchHandler(_agents, judge, _latest, _broadcaster, _publisher, new IngestMetrics(new TestMeters(), _time), options);
    }

    private long Now => _time.UnixMs;

    [Fact]
    public async Task Handle_GoodBatch_PublishesEachPointAndSettlesTheNumber()
    {
        var answer = await SendAsync(1, new TestBatch().Series("cpu,mode=user", [Now - 1, Now], [0.1, 0.2]).Point("memory", Now, 7));

        answer.Result!.Status.ShouldBe(BatchStatus.Accepted);
        answer.Result.AcceptedPoints.ShouldBe(3);
        answer.LastSequence.ShouldBe(1UL);
        Published<MetricPointAccepted>().Select(p => (p.Point.Series.Metric.Value, p.Point.Timestamp, p.Point.Value))
            .ShouldBe([("cpu", Now - 1, 0.1), ("cpu", Now, 0.2), ("memory", Now, 7.0)]);
        _turn.Received(1).Count(answer.Result);
        _turn.Received(1).Dispose();
    }

    [Fact]
    public async Task Handle_SeenNumber_DoesNothingAndSaysDuplicate()
    {
        _ledger.Settle(5);
        var answer = await SendAsync(4, new TestBatch().Point("cpu", Now, 1));

        answer.Result!.Status.ShouldBe(BatchStatus.Duplicate);
        answer.Result.DuplicatePoints.ShouldBe(1);
        answer.LastSequence.ShouldBe(5UL);
        _publisher.ReceivedCalls().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(107UL)]
    public async Task Handle_AbsurdNumber_IsRefusedAndLeavesTheSessionAlone(ulong sequence)
    {
        _ledger.Settle(5);
        var answer = await SendAsync(sequence, new TestBatch().Point("cpu", Now, 1));

        answer.Result!.Status.ShouldBe(BatchStatus.Rejected);
        answer.Result.RejectedPoints.ShouldBe(1);
        var violation = answer.Result.Violations.ShouldHaveSingleItem();
        violation.Code.ShouldBe(ViolationCode.BadSequence);
        violation.Detail.ShouldContain($"{sequence}");
        answer.LastSequence.ShouldBe(5UL);
    }

    [Fact]
    public async Task Handle_UnannouncedHole_IsTakenAndTold()
    {
        _ledger.Settle(5);
        var answer = await SendAsync(9, new TestBatch().Point("cpu", Now, 1));

        answer.Result!.Status.ShouldBe(BatchStatus.Accepted);
        answer.Result.Violations.ShouldHaveSingleItem().Detail.ShouldContain("6 to 8");
        answer.LastSequence.ShouldBe(9UL);
    }

    [Fact]
    public async Task Handle_OneBadSeries_HarmsNoNeighbour()
    {
        var answer = await SendAsync(1, new TestBatch().Point("cpu", Now, 1).Point("1st", Now, 1).Point("memory", Now, double.NaN).Point("disk", Now, 2));

        answer.Result!.Status.ShouldBe(BatchStatus.Partial);
        answer.Result.AcceptedPoints.ShouldBe(2);
        answer.Result.RejectedPoints.ShouldBe(2);
        answer.Result.Violations.Select(v => (v.Code, v.SeriesIndex)).ShouldBe([(ViolationCode.BadMetricName, 1), (ViolationCode.NotFinite, 2)]);
        Published<SeriesRefused>().ShouldHaveSingleItem().AgentVersion.ShouldBe("1.2");
    }

    [Fact]
    public async Task Handle_MoreThanSixteenViolations_TellsTheFirstAndCountsTheRest()
    {
        var batch = new TestBatch();
        for (var i = 0; i < 20; i++) batch.Point("1st", Now, 1);
        var answer = await SendAsync(1, batch);

        answer.Result!.Status.ShouldBe(BatchStatus.Rejected);
        answer.Result.Violations.Count.ShouldBe(16);
        answer.Result.MoreViolations.ShouldBe(4);
        answer.LastSequence.ShouldBe(1UL);
    }

    [Fact]
    public async Task Handle_LateAndDuplicatePoints_AreCountedAndNotPublished()
    {
        _latest.Judge(default!, default, default).ReturnsForAnyArgs(PointVerdict.Late, PointVerdict.Duplicate, PointVerdict.New);
        var answer = await SendAsync(1, new TestBatch().Series("cpu", [Now - 2, Now - 1, Now], [1, 2, 3]));

        var result = answer.Result!;
        (result.LatePoints, result.DuplicatePoints, result.AcceptedPoints).ShouldBe((1, 1, 1));
        Published<MetricPointAccepted>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Handle_NoRoom_AsksForItAgainAndHoldsBackTheLaterOnes()
    {
        _broadcaster.TryReserve(default).ReturnsForAnyArgs(false);
        var first = await SendAsync(1, new TestBatch().Point("cpu", Now, 1));
        _broadcaster.TryReserve(default).ReturnsForAnyArgs(true);
        var later = await SendAsync(2, new TestBatch().Point("cpu", Now, 1));
        var again = await SendAsync(1, new TestBatch().Point("cpu", Now, 1));

        (first.Result!.Status, first.Result.RetryAfterMs, first.Result.Points, first.LastSequence).ShouldBe((BatchStatus.Retry, 250, 0, 0UL));
        later.Result!.Status.ShouldBe(BatchStatus.Retry);
        again.Result!.Status.ShouldBe(BatchStatus.Accepted);
    }

    // An agent whose answers are slow to arrive sends batch 3 before it hears that 2 is to come again.
    [Fact]
    public async Task Handle_NewBatchBeforeOneToBeSentAgain_WaitsSoThatNoneIsTakenForADuplicate()
    {
        _broadcaster.TryReserve(default).ReturnsForAnyArgs(false, true);
        var statuses = new List<BatchStatus>();
        foreach (var sequence in (ulong[])[1, 2, 1, 3, 2, 3])
            statuses.Add((await SendAsync(sequence, new TestBatch().Point("cpu", Now + (long)sequence, 1))).Result!.Status);

        statuses.ShouldBe([BatchStatus.Retry, BatchStatus.Retry, BatchStatus.Accepted, BatchStatus.Retry, BatchStatus.Accepted, BatchStatus.Accepted]);
    }

    [Fact]
    public async Task Handle_SeriesLimit_RefusesTheSeriesOnly()
    {
        _series.Full = "The agent has 1 live series; at most 1 are allowed.";
        var answer = await SendAsync(1, new TestBatch().Point("cpu", Now, 1));

        answer.Result!.Status.ShouldBe(BatchStatus.Rejected);
        answer.Result.Violations.ShouldHaveSingleItem().Code.ShouldBe(ViolationCode.SeriesLimit);
        answer.Result.RejectedPoints.ShouldBe(1);
    }

    [Fact]
    public async Task Handle_StreamThatWasSuperseded_IsNotLookedAt()
    {
        _turn.IsCurrent.Returns(false);
        var answer = await SendAsync(1, new TestBatch().Point("cpu", Now, 1));

        answer.Result.ShouldBeNull();
        _ledger.Last.ShouldBe(0UL);
    }

    [Fact]
    public async Task Handle_AHandlerThatThrows_GivesTheRoomAndTheTurnBack()
    {
        _publisher.Publish(Arg.Any<MetricPointAccepted>(), default).ReturnsForAnyArgs(Task.FromException(new InvalidOperationException("bug")));
        await Should.ThrowAsync<InvalidOperationException>(() => SendAsync(1, new TestBatch().Point("cpu", Now, 1)));

        _broadcaster.Received(1).Release(1);
        _turn.Received(1).Dispose();
        _ledger.Last.ShouldBe(0UL);
    }

    private async Task<IngestBatchAnswer> SendAsync(ulong sequence, TestBatch batch)
    {
        using var columns = batch.Build();
        return await _handler.Handle(new IngestBatchCommand(new BatchOrigin.FromSession(_connection, sequence), columns), default);
    }

    private List<T> Published<T>() => [.. _publisher.ReceivedCalls().Select(c => c.GetArguments()[0]).OfType<T>()];
}
