using CleanLite.Agent.Session;
using CleanLite.Agent.Tests.Fakes;
using CleanLite.V1;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Agent.Tests.Session;

/// <summary>Random histories of reports, answers, refusals and broken links against a server that keeps the contract.</summary>
public sealed class BatchBufferModelTests
{
    [Fact]
    public void Buffer_AnyHistory_LosesNothingRepeatsNothingAndCountsAddUp() =>
        Prop.ForAll(Gen.Choose(1, 100).SelectMany(n => Gen.Choose(0, 255).ArrayOf(n)).ToArbitrary(), history => new History().Play(history))
            .ShouldHold(cost: 5);

    private sealed class History
    {
        private const int MaxBatches = 5;

        private readonly BatchBuffer _buffer = new(MaxBatches, 1_000);
        private readonly List<ulong> _sent = []; // over this link, unanswered
        private readonly HashSet<ulong> _applied = [];
        private ulong _serverLast;
        private ulong _carried;
        private bool _linked;

        public void Play(int[] history)
        {
            foreach (var step in history)
            {
                switch (step % 8)
                {
                    case 0 or 1:
                        _buffer.Append(Points.Of(1 + step % 3));
                        break;
                    case 2 or 3 when _linked:
                        Take();
                        break;
                    case 4 when _sent.Count > 0:
                        Answer();
                        break;
                    case 5 when _sent.Count > 0:
                        Refuse();
                        break;
                    case 6:
                        Relink();
                        break;
                    case 7:
                        LoseAnswers(step / 8);
                        break;
                }

                CountsAddUp();
            }

            Finish();
        }

        private void Take()
        {
            if (_buffer.Take() is not { } message)
                return;
            if (message.BodyCase == AgentMessage.BodyOneofCase.Skipped)
            {
                message.Skipped.FirstSequence.ShouldBe(_carried + 1);
                _carried = message.Skipped.LastSequence;
                if (_sent.Count == 0)
                    _serverLast = _carried;
                return;
            }

            var sequence = message.Batch.Sequence;
            sequence.ShouldBeLessThanOrEqualTo(_carried + 1, "a hole was not announced");
            _applied.ShouldNotContain(sequence, "what was acknowledged was sent again");
            _carried = Math.Max(_carried, sequence);
            _sent.Add(sequence);
        }

        // The server answers in order and what it acknowledges is applied.
        private void Answer() => _buffer.Settle(Apply(), _serverLast);

        private ulong Apply()
        {
            var sequence = _sent[0];
            _sent.RemoveAt(0);
            _applied.Add(sequence).ShouldBeTrue();
            _serverLast = _sent.Count == 0 ? _carried : _sent[0] - 1;
            return sequence;
        }

        // The link breaks with answers on the way: the agent hears of them from the next link's Welcome.
        private void LoseAnswers(int most)
        {
            while (_sent.Count > 0 && most-- > 0) Apply();
            Relink();
        }

        // Overload: everything under way comes back.
        private void Refuse()
        {
            foreach (var sequence in _sent)
                _buffer.Return(sequence, _serverLast);
            _carried = Math.Max(_carried, _sent[^1]);
            _sent.Clear();
        }

        private void Relink()
        {
            _buffer.EndLink();
            _sent.Clear();
            _buffer.BeginLink(_serverLast, BatchLimits.Default, 3);
            _carried = _serverLast;
            _linked = true;
        }

        private void CountsAddUp()
        {
            var counts = _buffer.Counts;
            counts.Produced.ShouldBe(counts.Acknowledged + counts.Shed + counts.Buffered);
        }

        private void Finish()
        {
            Relink();
            for (var i = 0; i < 4 * MaxBatches; i++)
            {
                Take();
                if (_sent.Count > 0)
                    Answer();
            }

            _buffer.Counts.Buffered.ShouldBe(0);
            _buffer.InFlight.ShouldBe(0);
        }
    }
}
