using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>What a filter says to each series, by its number, asked once while the series lives. Used by the broadcaster's loop alone.</summary>
internal sealed class SeriesAnswers(SeriesFilter filter)
{
    private const int Unknown = 0;
    private const int No = 1;
    private const int Yes = 2;

    // Two bits a series: a hundred dashboards of a large fleet each have such a table.
    private byte[] _answers = [];

    public bool IsAll { get; } = filter.IsAll;

    public bool Wants(Series series)
    {
        if (IsAll) return true;
        var (index, shift) = PlaceOf(series.Number);
        if (index >= _answers.Length) Array.Resize(ref _answers, Math.Max(64, Math.Max(index + 1, 2 * _answers.Length)));
        var answer = (_answers[index] >> shift) & 3;
        if (answer == Unknown) _answers[index] |= (byte)((answer = filter.Passes(series) ? Yes : No) << shift);
        return answer == Yes;
    }

    /// <summary>Another series has taken over the number.</summary>
    public void Reset(int number)
    {
        var (index, shift) = PlaceOf(number);
        if (index < _answers.Length) _answers[index] &= (byte)~(3 << shift);
    }

    private static (int Index, int Shift) PlaceOf(int number) => (number >> 2, (number & 3) * 2);
}
