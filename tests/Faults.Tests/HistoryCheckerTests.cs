using CleanLite.Faults.Checking;
using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Tests;

/// <summary>Good histories pass, and each kind of violation is found in one that holds it and nothing else.</summary>
public sealed class HistoryCheckerTests
{
    private const string Epoch = "epoch-1";
    private const string Next = "epoch-2";

    [Fact]
    public void History_OfAGoodRun_HasNoViolation() => KindsIn(Good()).ShouldBeEmpty();

    [Fact]
    public void Batch_AckedAndNotShown_IsLost() => KindsIn([.. Good(), Batch(3, 5, 6), Ack(3, 2)]).ShouldBe([ViolationKind.Lost]);

    [Fact]
    public void Batch_ToldByWelcomeAndNotShown_IsLost() => KindsIn([.. Good(), Batch(3, 5, 6), Welcome(last: 3)]).ShouldBe([ViolationKind.Lost]);

    [Fact]
    public void Batch_InDoubtAndNotShown_IsNoViolation() => KindsIn([.. Good(), Batch(3, 5, 6)]).ShouldBeEmpty();

    [Fact]
    public void Batch_AckedAgainAsDuplicate_StillHasToBeShown() =>
        KindsIn([.. Good(), Batch(3, 5, 6), Ack(3, 0) with { Status = "Duplicate", Duplicate = 2 }]).ShouldBe([ViolationKind.Lost]);

    [Fact]
    public void Batch_LastWordsOfAKilledServer_MayBeMissing() =>
        KindsIn([.. Good(), Batch(3, 5, 6), Ack(3, 2), Killed(at: 0.5)]).ShouldBeEmpty();

    [Fact]
    public void Batch_BeforeOthersThatWereShown_IsLostAlsoWithAKilledServer() =>
        KindsIn([Up(), Watch(0), Welcome(), Batch(1, 1, 2), Ack(1, 2), Batch(2, 3, 4), Ack(2, 2), See(2, 3, 4), Killed(at: 0.5)]).ShouldBe([ViolationKind.Lost]);

    [Fact]
    public void Batch_AckedLongBeforeTheKill_IsLost() =>
        KindsIn([.. Good(), Batch(3, 5, 6), Ack(3, 2), Killed(at: 60)]).ShouldBe([ViolationKind.Lost]);

    [Fact]
    public void LatestState_OlderThanWhatWasAcked_IsLost() =>
        KindsIn([.. Good(), new Final(Epoch, 4, [Point(2)])]).ShouldBe([ViolationKind.Lost]);

    [Fact]
    public void LatestState_OfThePointsAcked_IsGood() => KindsIn([.. Good(), new Final(Epoch, 4, [Point(4)])]).ShouldBeEmpty();

    [Fact]
    public void Count_OfTheServer_BeyondWhatWasSent_IsTwice() =>
        KindsIn([.. Good(), new Final(Epoch, 5, [Point(4)])]).ShouldBe([ViolationKind.Twice]);

    [Fact]
    public void Count_OfTheServer_BelowWhatWasAcked_IsLost() =>
        KindsIn([.. Good(), new Final(Epoch, 3, [Point(4)])]).ShouldBe([ViolationKind.Lost]);

    [Fact]
    public void Batch_AppliedTwiceInAnEpoch_IsFound() => KindsIn([.. Good(), See(6, 3, 4)]).ShouldBe([ViolationKind.Twice]);

    [Fact]
    public void Batch_AppliedInTwoEpochs_IsNoViolation() =>
        KindsIn([.. Good(), Killed(at: 1), Up(Next, startedAt: 100), Watch(0, Next), Welcome(serverTime: 150), Batch(2, 3, 4), Ack(2, 2), See(2, 3, 4)]).ShouldBeEmpty();

    [Fact]
    public void Ack_OfTheSecondServer_IsNotMadeGoodByTheFirst() =>
        KindsIn([.. Good(), Killed(at: 1), Up(Next, startedAt: 100), Watch(0, Next), Welcome(serverTime: 150), Batch(2, 3, 4), Ack(2, 2)]).ShouldBe([ViolationKind.Lost]);

    [Fact]
    public void Series_ThatGoesBack_IsOutOfOrder() =>
        KindsIn([Up(), Watch(0), Welcome(), Batch(1, 1, 2), Ack(1, 2), See(2, 2, 1)]).ShouldBe([ViolationKind.Order]);

    [Fact]
    public void Point_ThatNobodySent_IsInvented() => KindsIn([.. Good(), See(5, 9)]).ShouldBe([ViolationKind.Invented]);

    [Fact]
    public void Points_Refused_AreFoundUnlessTheFaultAsksForIt()
    {
        Entry[] refused = [.. Good(), Batch(3, 5, 6), Ack(3, 0) with { Status = "Rejected", Rejected = 2 }];
        KindsIn(refused).ShouldBe([ViolationKind.Refused]);
        KindsIn([new RunBegan("F10", 1, "", MayRefuse: true), .. refused]).ShouldBeEmpty();
    }

    [Fact]
    public void Points_RefusedAndShown_AreInvented() =>
        KindsIn([new RunBegan("F10", 1, "", MayRefuse: true), .. Good(), Batch(3, 5, 6), Ack(3, 0) with { Status = "Rejected", Rejected = 2 }, See(6, 5, 6)])
            .ShouldBe([ViolationKind.Invented]);

    [Fact]
    public void Viewer_ThatSawAll_IsGood() =>
        KindsIn([.. Good(), View(0, recovered: false), new Snapshot("v", 0, true, []), Seen(3, 1, 2, 3), Seen(4, 4)]).ShouldBeEmpty();

    [Fact]
    public void Viewer_ThatMissedAPoint_HasAGap() =>
        KindsIn([.. Good(), View(0, recovered: false), new Snapshot("v", 0, true, []), Seen(3, 1, 3), Seen(4, 4)]).ShouldBe([ViolationKind.Gap]);

    [Fact]
    public void Viewer_ThatWasToldOfAMissingPoint_IsGood() =>
        KindsIn([.. Good(), View(0, recovered: false), new Snapshot("v", 0, true, []), Seen(1, 1), Seen(1, 3), new Merged("v", 1, 1, 4), Seen(4, 4)]).ShouldBeEmpty();

    [Fact]
    public void Viewer_ThatWasToldOfTooFew_HasAGap() =>
        KindsIn([.. Good(), View(0, recovered: false), new Snapshot("v", 0, true, []), Seen(1, 1), new Merged("v", 1, 1, 4), Seen(4, 4)]).ShouldBe([ViolationKind.Gap]);

    [Fact]
    public void Viewer_WhosePositionMovesWithoutPoints_HasAGap() =>
        KindsIn([.. Good(), View(2, recovered: true, since: 2), new Standing("v", 4)]).ShouldBe([ViolationKind.Gap]);

    [Fact]
    public void Viewer_ThatSawOtherPointsThanTheWatcher_IsOutOfOrder() =>
        KindsIn([.. Good(), View(2, recovered: true, since: 2), Seen(4, 4, 3)]).ShouldBe([ViolationKind.Order]);

    [Fact]
    public void Viewer_Resumed_GoesOnExactly() => KindsIn([.. Good(), View(2, recovered: true, since: 2), Seen(4, 3, 4)]).ShouldBeEmpty();

    [Fact]
    public void Viewer_ResumedPastAPoint_HasAGap() => KindsIn([.. Good(), View(2, recovered: true, since: 2), Seen(4, 4)]).ShouldBe([ViolationKind.Gap]);

    [Fact]
    public void Viewer_NotResumedInTheSameEpoch_HasAGap() =>
        KindsIn([.. Good(), View(2, recovered: true, since: 2), View(4, recovered: false, since: 2), new Snapshot("v", 4, true, [Point(4)])]).ShouldBe([ViolationKind.Gap]);

    [Fact]
    public void Viewer_WithoutASnapshot_HasAGap() => KindsIn([.. Good(), View(2, recovered: false), Seen(4, 3, 4)]).ShouldBe([ViolationKind.Gap]);

    [Fact]
    public void Snapshot_ThatIsNotTheNewest_IsAGap() =>
        KindsIn([.. Good(), View(4, recovered: false), new Snapshot("v", 4, true, [Point(3)])]).ShouldBe([ViolationKind.Gap]);

    [Fact]
    public void Viewer_OfOneAgent_IsHeldAgainstThatAgentAlone()
    {
        Entry[] two = [Up(), Watch(0), Welcome(), Batch(1, 1, 2), Ack(1, 2), new Sent("b", "sb", 1, []), See(2, 1, 2)];
        two[5] = new Welcomed("b", "sb", 50, 0);
        KindsIn([.. two, View(0, recovered: true, since: 0) with { Filter = "b" }, Seen(2)]).ShouldBeEmpty();
        KindsIn([.. two, View(0, recovered: true, since: 0) with { Filter = "a" }, Seen(2)]).ShouldBe([ViolationKind.Gap]);
    }

    [Fact]
    public void Watcher_ThatWasMerged_KnowsTheNewestPointsAndNotTheirOffsets()
    {
        Entry[] merged = [Up(), Watch(0), Welcome(), Batch(1, 1, 2, 3), new Merged(HistoryChecker.Watcher, 2, 0, 3), See(3, 2), Ack(1, 3)];
        KindsIn([.. merged, View(0, recovered: true, since: 0), Seen(3, 1, 2, 3)]).ShouldBeEmpty();
        KindsIn([.. merged, View(0, recovered: true, since: 0), Seen(3, 1, 2)]).ShouldBe([ViolationKind.Gap]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-31_536_000)]
    public void Welcome_OfAServerWhoseClockJumped_IsThatServers(int jump)
    {
        var head = new RunBegan("mix", 1, "", MayRefuse: true) { Jumps = [3600, -3600, -31_536_000] };
        Entry[] first = [head, Up(startedAt: 1_000), Watch(0), Welcome(serverTime: 1_500), Batch(1, 1, 2), Ack(1, 2), See(2, 1, 2), Killed(at: 60)];
        Entry[] second = [Up(Next, startedAt: 9_000), Watch(0, Next), Welcome(serverTime: 9_500 + (jump * 1000L)), Batch(2, 3, 4), Ack(2, 2)];
        KindsIn([.. first, .. second, See(2, 3, 4)]).ShouldBeEmpty();
        KindsIn([.. first, .. second]).ShouldBe([ViolationKind.Lost]);
    }

    [Fact]
    public void Figure_OfARun_IsTold() =>
        HistoryChecker.Check([new Measured("start", 1.5, "s", 2)]).Measured.ShouldHaveSingleItem().Value.ShouldBe(1.5);

    [Fact]
    public void Action_ExecutedTwice_IsFound() =>
        KindsIn([new Pushed("a", "p1"), new Executed("a", "p1"), new Executed("a", "p1")]).ShouldBe([ViolationKind.Action]);

    [Fact]
    public void Action_AppliedButNotExecuted_IsFound() => KindsIn([new Pushed("a", "p1"), new Settled("p1", "applied")]).ShouldBe([ViolationKind.Action]);

    [Fact]
    public void Action_ExecutedByAnotherAgent_IsFound() => KindsIn([new Pushed("a", "p1"), new Executed("b", "p1")]).ShouldBe([ViolationKind.Action]);

    [Fact]
    public void Action_ExecutedOnce_IsGood() => KindsIn([new Pushed("a", "p1"), new Executed("a", "p1"), new Settled("p1", "applied")]).ShouldBeEmpty();

    [Fact]
    public void Criterion_Missed_IsAViolation() => KindsIn([new Judged("exit", false, "6 s"), new Judged("start", true, "")]).ShouldBe([ViolationKind.Criterion]);

    [Fact]
    public void History_WrittenAndRead_IsTheSame()
    {
        var path = Path.GetTempFileName();
        using (var file = new HistoryFile(path))
        {
            foreach (var entry in Good()) file.Add(entry);
        }

        var read = HistoryFile.Read(path);
        read.Select(e => e.GetType()).ShouldBe(Good().Select(e => e.GetType()));
        KindsIn([.. read]).ShouldBeEmpty();
        HistoryFile.Parse("""{"is":"sent","agent":"a","ses""").ShouldBeNull();
        File.Delete(path);
    }

    private static List<ViolationKind> KindsIn(Entry[] history) => [.. HistoryChecker.Check(history).Violations.Select(v => v.Kind).Distinct()];

    // Two batches of two points, sent, acknowledged and shown.
    private static Entry[] Good() => [Up(), Watch(0), Welcome(), Batch(1, 1, 2), Ack(1, 2), See(2, 1, 2), Batch(2, 3, 4), Ack(2, 2), See(3, 3), See(4, 4)];

    private static ServerUp Up(string epoch = Epoch, long startedAt = 1) => new(epoch, startedAt);

    private static ServerDown Killed(double at) => new(Epoch, "SIGKILL") { At = at };

    private static Subscribed Watch(long since, string epoch = Epoch) => new(HistoryChecker.Watcher, epoch, since, true, $"{epoch}:{since}", null);

    private static Welcomed Welcome(ulong last = 0, long serverTime = 50) => new("a", "s", serverTime, last);

    private static Sent Batch(ulong sequence, params double[] values) => new("a", "s", sequence, [.. values.Select(Point)]);

    private static Acked Ack(ulong sequence, uint accepted) => new("a", "s", sequence, sequence, "Accepted", accepted, 0, 0, 0);

    private static Frame See(long offset, params double[] values) => new(HistoryChecker.Watcher, offset, [.. values.Select(Point)]);

    private static Subscribed View(long offset, bool recovered, long? since = null) => new("v", Epoch, offset, recovered, since is null ? null : $"{Epoch}:{since}", null);

    private static Frame Seen(long offset, params double[] values) => new("v", offset, [.. values.Select(Point)]);

    private static Sample Point(double value) => new("a/0", (long)value, value);
}
