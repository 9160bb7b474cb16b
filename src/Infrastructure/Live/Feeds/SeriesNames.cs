using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The names of all live series as of one moment, by the series' place. Immutable, so that a mark in a log can hold it; a change copies the
/// pages that it touches and shares the others.
/// </summary>
internal sealed class SeriesNames
{
    private const int Shift = 10;
    private const int PageSize = 1 << Shift;

    private readonly SeriesName[][] _pages;

    private SeriesNames(SeriesName[][] pages, int count, long next) => (_pages, Count, Next) = (pages, count, next);

    public static SeriesNames Empty { get; } = new([], 0, 1);

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Every name given later has this number or a higher one.</summary>
    public long Next { get; }

    /// <summary>One past the last place.</summary>
    public int Places => _pages.Length << Shift;

    public SeriesName At(int place) => _pages[place >> Shift][place & (PageSize - 1)];

    /// <summary>The number of that very instance, or 0.</summary>
    public long NumberOf(Series series) =>
        series.Number < Places && At(series.Number) is var name && ReferenceEquals(name.Series, series) ? name.Number : 0;

    /// <summary>With <paramref name="names"/>, in the order of their numbers; each takes the place of what its series, or another one, had there.</summary>
    public SeriesNames With(List<SeriesName> names)
    {
        var pages = _pages.ToList();
        var count = Count;
        foreach (var name in names)
        {
            var (page, place) = (name.Series.Number >> Shift, name.Series.Number & (PageSize - 1));
            while (pages.Count <= page) pages.Add(new SeriesName[PageSize]);
            if (page < _pages.Length && ReferenceEquals(pages[page], _pages[page])) pages[page] = [.. pages[page]];
            if (pages[page][place].IsNone) count++;
            pages[page][place] = name;
        }

        return new SeriesNames([.. pages], count, names[^1].Number + 1);
    }

    /// <summary>Without the name at the place of <paramref name="series"/>.</summary>
    public SeriesNames Without(Series series)
    {
        if (series.Number >= Places || At(series.Number).IsNone) return this;
        SeriesName[][] pages = [.. _pages];
        pages[series.Number >> Shift] = [.. pages[series.Number >> Shift]];
        pages[series.Number >> Shift][series.Number & (PageSize - 1)] = default;
        return new SeriesNames(pages, Count - 1, Next);
    }
}
