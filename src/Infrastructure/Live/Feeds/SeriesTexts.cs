using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The text of every series, by its number. Any thread may read and fill it without a lock: entries are immutable, and two threads that
/// fill the same one write the same text.
/// </summary>
internal sealed class SeriesTexts
{
    private readonly SegmentedTable<SeriesText?> _texts = new();

    public SeriesText Of(Series series)
    {
        ref var entry = ref _texts.At(series.Number);
        var text = Volatile.Read(ref entry);
        if (text is not null && ReferenceEquals(text.Series, series)) return text;

        text = new SeriesText(series);
        Volatile.Write(ref entry, text);
        return text;
    }

    /// <summary>Lets the text of a series go that left.</summary>
    public void Forget(Series series) => Volatile.Write(ref _texts.At(series.Number), null);
}
