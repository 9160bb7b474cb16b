using CleanLite.Api.Tests.Ingest;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>What batch numbers do, seen by a client of the real door.</summary>
public sealed class SequenceTests
{
    [Theory]
    [Doors]
    public async Task Batches_InOrder_AreAcknowledgedOneByOne(string door)
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server, door);
        for (ulong i = 1; i <= 1_000; i++) await agent.SendAsync(i, Samples.Series());

        for (ulong i = 1; i <= 1_000; i++)
        {
            var ack = await agent.ReadAckAsync();
            (ack.Sequence, ack.LastSequence, ack.Result.Status, ack.Result.AcceptedPoints).ShouldBe((i, i, BatchStatus.Accepted, 1U));
        }

        server.Applied.Points.Count.ShouldBe(1_000);
    }

    [Theory]
    [Doors]
    public async Task Batch_SentAgain_IsADuplicateAlsoOverANewStream(string door)
    {
        await using var server = await TestServer.StartAsync();
        using var first = await TestAgent.ConnectAsync(server, door);
        var series = Samples.Series();
        await first.RoundTripAsync(1, series);
        var again = await first.RoundTripAsync(1, series);
        (again.Result.Status, again.Result.DuplicatePoints, again.LastSequence).ShouldBe((BatchStatus.Duplicate, 1U, 1UL));

        using var second = await TestAgent.ConnectAsync(server, door);
        second.Welcome.LastSequence.ShouldBe(1UL);
        (await second.RoundTripAsync(1, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Duplicate);
        (await second.RoundTripAsync(2, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
        server.Applied.Points.Count.ShouldBe(2);
    }

    [Theory]
    [Doors]
    public async Task Batch_OfANewSession_StartsAnew(string door)
    {
        await using var server = await TestServer.StartAsync();
        using var first = await TestAgent.ConnectAsync(server, door, session: "s1");
        await first.RoundTripAsync(1, Samples.Series());
        using var second = await TestAgent.ConnectAsync(server, door, session: "s2");
        second.Welcome.LastSequence.ShouldBe(0UL);
        (await second.RoundTripAsync(1, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData((ulong)long.MaxValue + 1)]
    [InlineData(5_000_000UL)]
    public async Task Batch_AbsurdNumber_IsRefusedAndChangesNothing(ulong sequence)
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server.Client);
        await agent.RoundTripAsync(1, Samples.Series());
        var ack = await agent.RoundTripAsync(sequence, Samples.Series(), Samples.Series("mem"));

        (ack.Sequence, ack.LastSequence, ack.Result.Status, ack.Result.RejectedPoints).ShouldBe((sequence, 1UL, BatchStatus.Rejected, 2U));
        ack.Result.Violations.ShouldHaveSingleItem().Code.ShouldBe(Violation.Types.Code.BadSequence);
        (await agent.RoundTripAsync(2, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
    }

    [Theory]
    [Doors]
    public async Task Batch_AfterAHole_IsTakenAndTheHoleIsTold(string door)
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server, door);
        await agent.RoundTripAsync(1, Samples.Series());
        var ack = await agent.RoundTripAsync(5, Samples.Series());

        (ack.LastSequence, ack.Result.AcceptedPoints).ShouldBe((5UL, 1U));
        ack.Result.Violations.ShouldHaveSingleItem().Code.ShouldBe(Violation.Types.Code.BadSequence);
    }

    [Theory]
    [Doors]
    public async Task Batch_AfterAnnouncedHole_IsTakenWithoutAWord(string door)
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server, door);
        await agent.RoundTripAsync(1, Samples.Series());
        await agent.SendAsync(new AgentMessage { Skipped = new Skipped { FirstSequence = 2, LastSequence = 9 } });
        var ack = await agent.RoundTripAsync(10, Samples.Series());

        (ack.LastSequence, ack.Result.Status).ShouldBe((10UL, BatchStatus.Accepted));
        ack.Result.Violations.ShouldBeEmpty();
    }

    [Theory]
    [Doors]
    public async Task Batch_WhileOverloaded_IsToComeAgainAndThoseAfterItToo(string door)
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server, door);
        await agent.RoundTripAsync(1, Samples.Series());
        server.Broadcaster.IsFull = true;
        var retry = await agent.RoundTripAsync(2, Samples.Series());
        (retry.Result.Status, retry.LastSequence).ShouldBe((BatchStatus.Retry, 1UL));
        retry.Result.RetryAfterMs.ShouldBeGreaterThan(0U);

        // Taken now, it would make number 2 look dealt with.
        server.Broadcaster.IsFull = false;
        (await agent.RoundTripAsync(3, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Retry);
        (await agent.RoundTripAsync(2, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
        var last = await agent.RoundTripAsync(3, Samples.Series());
        (last.Result.Status, last.LastSequence).ShouldBe((BatchStatus.Accepted, 3UL));
        server.Applied.Points.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Batch_RacingOverTwoStreams_IsAppliedOnce()
    {
        await using var server = await TestServer.StartAsync();
        const int Rounds = 10_000;
        var older = new ScriptedTransport();
        var olderRun = older.Start(server);
        older.SendHello();
        await older.NextAsync();
        for (ulong round = 1; round <= Rounds; round++)
        {
            var (stream, number) = (older, round);
            var newer = new ScriptedTransport();
            newer.SendHello();
            newer.SendBatch(number, Samples.At("race", Samples.NextTimestamp(), number));
            using var barrier = new Barrier(2);
            var sends = Task.Run(() =>
            {
                barrier.SignalAndWait();
                stream.SendBatch(number, Samples.At("race", Samples.NextTimestamp(), number));
            });
            var starts = Task.Run(() =>
            {
                barrier.SignalAndWait();
                return newer.Start(server);
            });
            (await newer.NextAsync()).Welcome.ShouldNotBeNull();
            (await newer.NextAsync()).Ack.LastSequence.ShouldBe(number);
            await sends;
            await olderRun.WaitAsync(Eventually.Patience);
            (older, olderRun) = (newer, starts);
        }

        older.HalfClose();
        await olderRun;
        server.Applied.Points.Select(p => p.Value).ShouldBe(Enumerable.Range(1, Rounds).Select(i => (double)i));
    }
}
