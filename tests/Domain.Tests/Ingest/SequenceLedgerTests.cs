using CleanLite.Domain.Ingest;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Domain.Tests.Ingest;

public sealed class SequenceLedgerTests
{
    private readonly SequenceLedger _ledger = new(maxGap: 10);

    [Fact]
    public void Judge_CountingUp_IsNextEachTime()
    {
        for (ulong n = 1; n <= 5; n++)
        {
            _ledger.Judge(n).ShouldBe(SequenceVerdict.Next);
            _ledger.Settle(n);
        }

        _ledger.Last.ShouldBe(5UL);
    }

    [Theory]
    [InlineData(0UL, SequenceVerdict.Bad)]
    [InlineData(5UL, SequenceVerdict.Duplicate)]
    [InlineData(1UL, SequenceVerdict.Duplicate)]
    [InlineData(6UL, SequenceVerdict.Next)]
    [InlineData(7UL, SequenceVerdict.AfterGap)]
    [InlineData(16UL, SequenceVerdict.AfterGap)]
    [InlineData(17UL, SequenceVerdict.Bad)]
    [InlineData(ulong.MaxValue, SequenceVerdict.Bad)]
    public void Judge_AfterFive_TellsTheNumbersApart(ulong sequence, SequenceVerdict verdict)
    {
        _ledger.Settle(5);
        _ledger.Judge(sequence).ShouldBe(verdict);
    }

    [Theory]
    [InlineData(1UL, SequenceVerdict.Next)]
    [InlineData(812UL, SequenceVerdict.Next)]
    [InlineData((ulong)long.MaxValue, SequenceVerdict.Next)]
    [InlineData((ulong)long.MaxValue + 1, SequenceVerdict.Bad)]
    [InlineData(0UL, SequenceVerdict.Bad)]
    public void Judge_FirstOfAnUnknownSession_MayBeAnyNumberInRange(ulong sequence, SequenceVerdict verdict) =>
        _ledger.Judge(sequence).ShouldBe(verdict);

    [Fact]
    public void Owe_ABatchToBeSentAgain_HoldsBackTheLaterOnesUntilItCame()
    {
        _ledger.Settle(5);
        _ledger.Owe(6);
        _ledger.Judge(7).ShouldBe(SequenceVerdict.AfterRetry);
        _ledger.Judge(6).ShouldBe(SequenceVerdict.Next);
        _ledger.Settle(6);
        _ledger.Judge(7).ShouldBe(SequenceVerdict.Next);
    }

    [Fact]
    public void Skip_OverAnOwedBatch_LetsTheNextIn()
    {
        _ledger.Settle(5);
        _ledger.Owe(6);
        _ledger.Skip(6, 8).ShouldBeTrue();
        _ledger.Last.ShouldBe(8UL);
        _ledger.Judge(9).ShouldBe(SequenceVerdict.Next);
    }

    [Theory]
    [InlineData(6UL, 8UL, true)]
    [InlineData(3UL, 7UL, true)]
    [InlineData(7UL, 8UL, false)]
    [InlineData(4UL, 5UL, false)]
    [InlineData(8UL, 6UL, false)]
    [InlineData(0UL, 9UL, false)]
    [InlineData(6UL, ulong.MaxValue, false)]
    public void Skip_AfterFive_TakesOnlyWhatFollows(ulong first, ulong last, bool taken)
    {
        _ledger.Settle(5);
        _ledger.Skip(first, last).ShouldBe(taken);
    }

    [Fact]
    public void Ledger_AnyHistory_NeverAppliesANumberTwiceAndNeverGoesBack() => Prop.ForAll(
        Gen.Choose(0, 40).Two().ArrayOf().ToArbitrary(),
        steps =>
        {
            var ledger = new SequenceLedger(10);
            var applied = new HashSet<ulong>();
            var last = 0UL;
            foreach (var (n, action) in steps)
            {
                var sequence = (ulong)n;
                var verdict = ledger.Judge(sequence);
                if (verdict is SequenceVerdict.Next or SequenceVerdict.AfterGap)
                {
                    if (action % 4 == 0) ledger.Owe(sequence);
                    else
                    {
                        applied.Add(sequence).ShouldBeTrue();
                        ledger.Settle(sequence);
                    }
                }
                else if (action % 7 == 0)
                {
                    ledger.Skip(sequence, sequence + (ulong)action);
                }

                ledger.Last.ShouldBeGreaterThanOrEqualTo(last);
                last = ledger.Last;
            }
        }).QuickCheckThrowOnFailure();
}
