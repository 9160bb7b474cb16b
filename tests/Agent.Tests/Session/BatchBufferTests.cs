using CleanLite.Agent.Session;
using CleanLite.Agent.Tests.Fakes;
using CleanLite.V1;

namespace CleanLite.Agent.Tests.Session;

public sealed class BatchBufferTests
{
    [Fact]
    public void Take_AfterAppends_GivesBatchesNumberedFromOneInOrder()
    {
        var buffer = NewBuffer(batches: 10);
        Append(buffer, 3);

        Drain(buffer).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public void Take_ConsecutivePointsOfOneSeries_TravelAsOneSeries()
    {
        var buffer = NewBuffer();
        buffer.Append([.. Points.Of(3), .. Points.OfSeries(2)]);

        var batch = buffer.Take()!.Batch;

        batch.Series.Count.ShouldBe(3);
        batch.Series[0].Timestamps.ShouldBe([1, 2, 3]);
        batch.Series[0].Values.ShouldBe([0, 1, 2]);
        batch.Series[0].Labels["case"].ShouldBe("a");
    }

    [Fact]
    public void Append_BeyondBatchBound_ShedsOldestAndAnnouncesTheHole()
    {
        var buffer = NewBuffer(batches: 2);
        Append(buffer, 2);

        buffer.Append(Points.Of(1)).ShouldBeFalse();
        buffer.Append(Points.Of(1)).ShouldBeFalse();

        Drain(buffer).ShouldBe(["skip 1-2", "3", "4"]);
        buffer.Counts.ShouldBe(new BufferCounts(Produced: 4, Acknowledged: 0, Shed: 2, Buffered: 2));
    }

    [Fact]
    public void BeginLink_AfterSingleCalls_AnnouncesTheirNumbersAndCountsThemApart()
    {
        var buffer = NewBuffer();
        Append(buffer, 4);
        Drain(buffer).ShouldBe(["1", "2", "3", "4"]);
        buffer.Settle(1, 1);
        buffer.EndLink();

        buffer.BeginLink(0, BatchLimits.Default, 1, inSession: false);
        buffer.Take()!.Batch.Sequence.ShouldBe(2UL);
        buffer.Settle(2, 2);
        buffer.Take()!.Batch.Sequence.ShouldBe(3UL);
        buffer.Settle(3, 3);
        buffer.EndLink();

        buffer.BeginLink(1, BatchLimits.Default, 100);
        Drain(buffer).ShouldBe(["skip 2-3", "4"]);
        buffer.Counts.ShouldBe(new BufferCounts(Produced: 4, Acknowledged: 3, Shed: 0, Buffered: 1, Apart: 2));
    }

    [Fact]
    public void Append_BeyondPointBound_ShedsOldest()
    {
        var buffer = NewBuffer(points: 10);
        buffer.Append(Points.Of(6)).ShouldBeTrue();

        buffer.Append(Points.Of(5)).ShouldBeFalse();

        Drain(buffer).ShouldBe(["skip 1-1", "2"]);
        buffer.Counts.Shed.ShouldBe(6);
    }

    [Fact]
    public void Append_WhenFullWithBatchesInFlight_ShedsOldestThatWasNotSent()
    {
        var buffer = NewBuffer(batches: 3, window: 1);
        Append(buffer, 3);
        buffer.Take()!.Batch.Sequence.ShouldBe(1ul);

        Append(buffer, 1);
        buffer.Settle(1, 1);
        buffer.SetWindow(9);

        Drain(buffer).ShouldBe(["skip 2-2", "3", "4"]);
    }

    [Fact]
    public void Append_WhenAllIsInFlight_ShedsTheNewcomer()
    {
        var buffer = NewBuffer(batches: 2);
        Append(buffer, 2);
        Drain(buffer);

        Append(buffer, 1);

        buffer.Counts.ShouldBe(new BufferCounts(3, 0, 1, 2));
        buffer.Settle(2, 2);
        Append(buffer, 1);
        Drain(buffer).ShouldBe(["skip 3-3", "4"]);
    }

    [Fact]
    public void EndLink_BatchesInFlight_MayBeShedAndAreAnnounced()
    {
        var buffer = NewBuffer(batches: 2);
        Append(buffer, 2);
        Drain(buffer);
        buffer.EndLink();

        Append(buffer, 1);

        Relink(buffer, last: 0);
        Drain(buffer).ShouldBe(["skip 1-1", "2", "3"]);
    }

    [Fact]
    public void Take_WindowFull_GivesNothingUntilAnAnswer()
    {
        var buffer = NewBuffer(batches: 10, window: 2);
        Append(buffer, 4);

        Drain(buffer).ShouldBe(["1", "2"]);
        buffer.Settle(1, 1);
        Drain(buffer).ShouldBe(["3"]);
    }

    [Fact]
    public void SetWindow_Zero_LeavesOne()
    {
        var buffer = NewBuffer(batches: 10);
        buffer.SetWindow(0);
        Append(buffer, 2);

        Drain(buffer).ShouldBe(["1"]);
    }

    [Fact]
    public void Settle_CumulativeNumber_SettlesAllUpToIt()
    {
        var buffer = NewBuffer();
        Append(buffer, 4);
        Drain(buffer);

        buffer.Settle(3, 3);

        buffer.Counts.ShouldBe(new BufferCounts(4, 3, 0, 1));
        buffer.InFlight.ShouldBe(1);
    }

    [Theory]
    [InlineData(0ul, 0ul)]
    [InlineData(99ul, 0ul)]
    [InlineData(ulong.MaxValue, 0ul)]
    public void Settle_UnknownNumber_ChangesNothing(ulong sequence, ulong last)
    {
        var buffer = NewBuffer();
        Append(buffer, 2);
        Drain(buffer);

        buffer.Settle(sequence, last);
        buffer.Return(sequence, last);

        buffer.Counts.ShouldBe(new BufferCounts(2, 0, 0, 2));
    }

    [Fact]
    public void Settle_NumbersBeyondThoseSent_LeavesUnsentBatches()
    {
        var buffer = NewBuffer(window: 1);
        Append(buffer, 3);
        Drain(buffer);

        buffer.Settle(1, ulong.MaxValue);

        Drain(buffer).ShouldBe(["2"]);
    }

    [Fact]
    public void Settle_SameNumberTwice_CountsOnce()
    {
        var buffer = NewBuffer();
        Append(buffer, 2);
        Drain(buffer);

        buffer.Settle(2, 0);
        buffer.Settle(2, 0);

        buffer.Counts.Acknowledged.ShouldBe(1);
    }

    [Fact]
    public void Return_Batch_IsTakenAgainBeforeLaterOnes()
    {
        var buffer = NewBuffer(window: 2);
        Append(buffer, 3);
        Drain(buffer);

        buffer.Return(1, 0);
        buffer.Return(2, 0);

        Drain(buffer).ShouldBe(["1", "2"]);
        buffer.Counts.Acknowledged.ShouldBe(0);
    }

    [Fact]
    public void Settle_LaterBatchWhileEarlierReturned_IsNeitherResentNorAnnouncedAsSkipped()
    {
        var buffer = NewBuffer();
        Append(buffer, 3);
        Drain(buffer);
        buffer.Return(1, 0);
        buffer.Settle(2, 0);
        buffer.EndLink();

        Relink(buffer, last: 0);

        Drain(buffer).ShouldBe(["1", "3"]);
    }

    [Fact]
    public void BeginLink_ServerHasDealtWithSome_TakesOnlyTheOthers()
    {
        var buffer = NewBuffer();
        Append(buffer, 4);
        Drain(buffer);
        buffer.EndLink();

        Relink(buffer, last: 3);

        Drain(buffer).ShouldBe(["4"]);
        buffer.Counts.Acknowledged.ShouldBe(3);
    }

    [Fact]
    public void BeginLink_ServerLostItsState_ContinuesWithFirstUnacknowledged()
    {
        var buffer = NewBuffer();
        Append(buffer, 4);
        Drain(buffer);
        buffer.Settle(2, 2);
        buffer.EndLink();

        Relink(buffer, last: 0);

        Drain(buffer).ShouldBe(["3", "4"]);
    }

    [Fact]
    public void BeginLink_ServerClaimsNumbersNeverSent_KeepsThem()
    {
        var buffer = NewBuffer();
        Append(buffer, 2);
        Drain(buffer);
        buffer.EndLink();
        Append(buffer, 1);

        Relink(buffer, last: 1_000);

        Drain(buffer).ShouldBe(["3"]);
    }

    [Fact]
    public void BeginLink_SmallerLimits_SplitsWhatWasNeverSentAndKeepsTheNumbersOfTheRest()
    {
        var buffer = NewBuffer(window: 1);
        buffer.Append(Points.OfSeries(4));
        buffer.Append(Points.OfSeries(3));
        buffer.Append(Points.OfSeries(2));
        Drain(buffer).ShouldBe(["1"]);
        buffer.EndLink();

        buffer.BeginLink(0, BatchLimits.Default with { MaxSeries = 2 }, 10);
        buffer.Append(Points.OfSeries(3));

        var batches = TakeAll(buffer).Select(message => (message.Batch.Sequence, message.Batch.Series.Count));
        batches.ShouldBe([(1ul, 4), (2ul, 2), (3ul, 1), (4ul, 2), (5ul, 2), (6ul, 1)]);
        buffer.Counts.ShouldBe(new BufferCounts(12, 0, 0, 12));
    }

    private static BatchBuffer NewBuffer(int batches = 100, int points = 1_000_000, uint window = 100)
    {
        var buffer = new BatchBuffer(batches, points);
        buffer.BeginLink(0, BatchLimits.Default, window);
        return buffer;
    }

    private static void Relink(BatchBuffer buffer, ulong last) => buffer.BeginLink(last, BatchLimits.Default, 100);

    private static void Append(BatchBuffer buffer, int batches)
    {
        for (var i = 0; i < batches; i++)
            buffer.Append(Points.Of(1));
    }

    private static List<AgentMessage> TakeAll(BatchBuffer buffer)
    {
        var taken = new List<AgentMessage>();
        while (buffer.Take() is { } message)
            taken.Add(message);
        return taken;
    }

    private static List<string> Drain(BatchBuffer buffer) => TakeAll(buffer).ConvertAll(message => message.BodyCase switch
    {
        AgentMessage.BodyOneofCase.Batch => $"{message.Batch.Sequence}",
        _ => $"skip {message.Skipped.FirstSequence}-{message.Skipped.LastSequence}",
    });
}
