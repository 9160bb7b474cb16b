using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.Messages;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The number under which a series stands in compact frames. It never stands for anything else while the server runs: a series that is declared
/// anew, or another one in its place, gets a number of its own. The default is no name.
/// </summary>
internal readonly record struct SeriesName(long Number, Series Series)
{
    public bool IsNone => Number == 0;

    /// <summary>Most bytes that the announcement of <paramref name="series"/> takes: three for each character of UTF-16, and what stands between.</summary>
    public static int MaxSize(Series series)
    {
        var (characters, parts) = (series.Agent.Value.Length + series.Metric.Value.Length + series.Unit.Length, 5);
        foreach (var label in series.Labels.Items) (characters, parts) = (characters + label.Name.Length + label.Value.Length, parts + 3);
        return (3 * characters) + (8 * parts);
    }

    /// <summary>Writes the announcement.</summary>
    public void WriteTo(WireBuffer wire, int field)
    {
        var start = wire.Begin(field);
        wire.Number(1, Number);
        wire.Text(2, Series.Agent.Value);
        wire.Text(3, Series.Metric.Value);
        foreach (var label in Series.Labels.Items) wire.Entry(4, label.Name, label.Value);
        wire.Text(5, Series.Unit);
        wire.End(start);
    }
}
