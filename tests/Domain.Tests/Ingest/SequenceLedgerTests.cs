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
    public void Owe_SeveralBatches_HoldsBackTheLaterOnesUntilTheLastCame()
    {
        _ledger.Settle(5);
        foreach (var owed in (ulong[])[6, 7, 8]) _ledger.Owe(owed);
        _ledger.Settle(6);
        _ledger.Judge(9).ShouldBe(SequenceVerdict.AfterRetry, "it would make duplicates of 7 and 8, which were to be sent again");
        _ledger.Judge(7).ShouldBe(SequenceVerdict.Next);
        _ledger.Skip(7, 8);
        _ledger.Judge(9).ShouldBe(SequenceVerdict.Next);
    }

    [Fact]
    public void Owe_NumbersWithoutEnd_KeepsTheLowestOfThem()
    {
        var ledger = new SequenceLedger(1_000_000);
        ledger.Settle(1);
        for (ulong n = 2_000; n > 1; n--) ledger.Owe(n);
        ledger.Settle(1_025);
        ledger.Judge(1_027).ShouldBe(SequenceVerdict.AfterGap);
        ledger.Owe(2_000_000);
        ledger.Judge(1_001_000).ShouldBe(SequenceVerdict.AfterGap, "a number beyond the gap is never due");
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
    public void Ledger_AnyHistory_JudgesAsSetsOfNumbersDo()
    {
        var seen = new Coverage();
        Prop.ForAll(Gen.Choose(1, 100).SelectMany(n => Gen.Choose(0, 10_000).Two().ArrayOf(n)).ToArbitrary(), steps =>
        {
            var (ledger, model) = (new SequenceLedger(10), new Model());
            foreach (var (choice, action) in steps)
            {
                var sequence = model.Number(choice);
                if (action % 6 == 0)
                {
                    var last = sequence + (ulong)(action % 5) - 1;
                    ledger.Skip(sequence, last).ShouldBe(model.Skip(sequence, last));
                }
                else
                {
                    var verdict = ledger.Judge(sequence);
                    verdict.ShouldBe(model.Judge(sequence));
                    foreach (var each in Enum.GetValues<SequenceVerdict>()) seen.Note($"{each}", verdict == each, least: 1);
                    if (verdict is SequenceVerdict.Next or SequenceVerdict.AfterGap or SequenceVerdict.AfterRetry)
                    {
                        var isRetry = verdict == SequenceVerdict.AfterRetry || action % 6 == 1;
                        if (isRetry) ledger.Owe(sequence);
                        else ledger.Settle(sequence);
                        model.Answer(sequence, isRetry);
                    }
                }

                ledger.Last.ShouldBe(model.Last);
            }
        }).ShouldHold(cost: 5, seen);
    }

    /// <summary>Every number that was dealt with or is owed, one by one.</summary>
    private sealed class Model
    {
        private readonly HashSet<ulong> _applied = [];
        private readonly HashSet<ulong> _owed = [];

        public ulong Last { get; private set; }

        // Mostly near what comes next; now and then what was answered with RETRY, or what no session gets to.
        public ulong Number(int choice) => (choice % 20) switch
        {
            0 => 0,
            1 => ulong.MaxValue - (ulong)(choice % 3),
            2 => long.MaxValue - (ulong)(choice % 3),
            3 or 4 => Last - Math.Min(Last, (ulong)(choice % 4)),
            5 or 6 => Last + (ulong)(choice % 15),
            7 or 8 or 9 when _owed.Count > 0 => _owed.Min(),
            _ => Last + 1,
        };

        public SequenceVerdict Judge(ulong sequence) =>
            sequence is 0 or > long.MaxValue ? SequenceVerdict.Bad
            : sequence <= Last ? SequenceVerdict.Duplicate
            : _owed.Any(o => o < sequence) ? SequenceVerdict.AfterRetry
            : Last == 0 || sequence == Last + 1 ? SequenceVerdict.Next
            : sequence > Last + 11 ? SequenceVerdict.Bad
            : SequenceVerdict.AfterGap;

        public bool Skip(ulong first, ulong last)
        {
            if (first == 0 || last < first || last > long.MaxValue || last <= Last || (Last > 0 && first > Last + 1)) return false;
            Move(last);
            return true;
        }

        public void Answer(ulong sequence, bool isRetry)
        {
            if (isRetry)
            {
                if (Last == 0 || sequence <= Last + 11) _owed.Add(sequence);
                return;
            }

            _applied.Add(sequence).ShouldBeTrue("it is applied twice");
            Move(sequence);
        }

        private void Move(ulong last)
        {
            Last = last;
            _owed.RemoveWhere(o => o <= last);
        }
    }
}
