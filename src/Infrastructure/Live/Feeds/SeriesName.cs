using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Live.Messages;

namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>
/// The number under which a series stands in compact frames. It never stands for anything else while the server runs: a series whose unit
/// changes, or another one in its place, gets a number of its own.
/// </summary>
internal sealed class SeriesName(long number, Series series)
{
    public long Number => number;

    public Series Series => series;

    public string Unit { get; } = series.Unit;

    /// <summary>True if this is what <paramref name="other"/> looks like now.</summary>
    public bool IsOf(Series other) => ReferenceEquals(series, other) && Unit == other.Unit;

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
        wire.Number(1, number);
        wire.Text(2, series.Agent.Value);
        wire.Text(3, series.Metric.Value);
        foreach (var label in series.Labels.Items) wire.Entry(4, label.Name, label.Value);
        wire.Text(5, Unit);
        wire.End(start);
    }
}
