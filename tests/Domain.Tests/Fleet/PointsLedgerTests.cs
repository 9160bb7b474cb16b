using CleanLite.Domain.Fleet;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Domain.Tests.Fleet;

public sealed class PointsLedgerTests
{
    [Fact]
    public void Of_EvenAccount_LeavesNothingUnaccounted()
    {
        // 100 produced: 60 answered, of which the agent has heard of 50; 10 shed; 40 still in its buffer, 10 of them answered already.
        var ledger = PointsLedger.Of(new AgentHeartbeat(0, Produced: 100, Acknowledged: 50, Shed: 10, Buffered: 40), answered: 60);

        ledger.ShouldBe(new PointsLedger(100, 60, 10, 30, Unaccounted: 0, CountedTwice: 0));
    }

    [Fact]
    public void Of_PointsThatNobodyHas_AreUnaccounted() =>
        PointsLedger.Of(new AgentHeartbeat(0, 100, 50, 10, 33), 50).Unaccounted.ShouldBe(7);

    [Fact]
    public void Of_AgentClaimsMoreAnswersThanThereWere_TheDifferenceIsUnaccounted() =>
        PointsLedger.Of(new AgentHeartbeat(0, 100, 80, 0, 20), 75).Unaccounted.ShouldBe(5);

    [Fact]
    public void Of_ShedAfterItHadArrived_IsCountedTwiceNotLost()
    {
        var ledger = PointsLedger.Of(new AgentHeartbeat(0, 100, 50, 50, 0), 60);

        ledger.Unaccounted.ShouldBe(0);
        ledger.CountedTwice.ShouldBe(10);
    }

    [Fact]
    public void Of_AnyClaim_NeitherOverflowsNorGoesBelowZero() => Prop.ForAll<ulong, ulong, ulong>((a, b, c) =>
    {
        foreach (var (produced, acknowledged, shed) in new[] { (a, b, c), (a | 1UL << 63, b, c | 1UL << 63), (a, ulong.MaxValue, ulong.MaxValue) })
        {
            var ledger = PointsLedger.Of(new AgentHeartbeat(0, produced, acknowledged, shed, ulong.MaxValue - produced), 1_000);
            ledger.Unaccounted.ShouldBeGreaterThanOrEqualTo(0);
            ledger.Waiting.ShouldBeGreaterThanOrEqualTo(0);
            ledger.CountedTwice.ShouldBeGreaterThanOrEqualTo(0);
            (ledger.Acknowledged + ledger.Shed + ledger.Waiting + ledger.Unaccounted - ledger.CountedTwice).ShouldBe(ledger.Produced);
        }
    }).ShouldHold();
}
