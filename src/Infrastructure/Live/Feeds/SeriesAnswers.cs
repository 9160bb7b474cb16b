using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>What a filter says to each series, by its number, asked once while the series lives. Used by the broadcaster's loop alone.</summary>
internal sealed class SeriesAnswers(SeriesFilter filter)
{
    private const byte Unknown = 0;
    private const byte No = 1;
    private const byte Yes = 2;

    private byte[] _answers = [];

    public bool IsAll { get; } = filter.IsAll;

    public bool Wants(Series series)
    {
        if (IsAll) return true;
        if (series.Number >= _answers.Length) Array.Resize(ref _answers, Math.Max(64, Math.Max(series.Number + 1, 2 * _answers.Length)));
        ref var answer = ref _answers[series.Number];
        if (answer == Unknown) answer = filter.Passes(series) ? Yes : No;
        return answer == Yes;
    }

    /// <summary>Another series has taken over the number.</summary>
    public void Reset(int number)
    {
        if (number < _answers.Length) _answers[number] = Unknown;
    }
}
