using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.LatestState;

/// <summary>
/// The newest point of every series, in chunks of slots addressed by <see cref="Series.Number"/>, and the numbers themselves. Slots are written
/// within the turn of the series' agent only, so they need no lock; handing out numbers takes one.
/// </summary>
internal sealed class LatestStateStore(IngestOptions options) : ILatestStateStore
{
    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;
    private const int SeriesPerSharedText = 16;
    private const int LeastSharedTexts = 1 << 10;
    private const int MostSharedTexts = 1 << 16;

    private readonly Lock _sync = new();
    private readonly Stack<int> _free = new();
    private volatile Slot[][] _chunks = [];
    private int _nextNumber;
    private volatile int _seriesCount;
    private volatile int _age;

    public int SeriesCount => _seriesCount;

    /// <summary>The texts that series have in common.</summary>
    public TextPool Texts { get; } = new(Math.Clamp(options.MaxSeries / SeriesPerSharedText, LeastSharedTexts, MostSharedTexts));

    public PointVerdict Judge(Series series, long timestamp, double value) => SlotOf(series).Newest.Judge(timestamp, value);

    public void Keep(in MetricPoint point)
    {
        ref var slot = ref SlotOf(point.Series);
        slot.Newest = new NewestPoint(point.Timestamp, point.Value);
        slot.Age = _age;
    }

    /// <summary>A number for a new series, its slot empty; or -1 if the server has as many series as it may.</summary>
    public int TakeNumber()
    {
        lock (_sync)
        {
            if (_seriesCount >= options.MaxSeries) return -1;
            if (!_free.TryPop(out var number))
            {
                number = _nextNumber++;
                if (number >> ChunkBits >= _chunks.Length) _chunks = [.. _chunks, new Slot[ChunkSize]];
            }

            _seriesCount++;
            _chunks[number >> ChunkBits][number & (ChunkSize - 1)] = new Slot { Newest = NewestPoint.None, Age = _age };
            return number;
        }
    }

    /// <summary>Gives the number of a series that left back, to be used again.</summary>
    public void ReturnNumber(int number)
    {
        lock (_sync)
        {
            _free.Push(number);
            _seriesCount--;
        }
    }

    /// <summary>Lets all series grow older by one sweep. Counting sweeps instead of reading a clock keeps time out of the path of a point.</summary>
    public void GrowOlder() => _age++;

    /// <summary>How many sweeps ago the series had its last new point.</summary>
    public int SweepsSinceLastPoint(Series series) => _age - SlotOf(series).Age;

    private ref Slot SlotOf(Series series) => ref _chunks[series.Number >> ChunkBits][series.Number & (ChunkSize - 1)];

    private struct Slot
    {
        public NewestPoint Newest;
        public int Age;
    }
}
