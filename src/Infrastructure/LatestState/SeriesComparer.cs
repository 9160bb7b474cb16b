using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.LatestState;

/// <summary>Compares the series of one agent by metric and labels; unit and kind are no part of a series' identity.</summary>
internal sealed class SeriesComparer : IEqualityComparer<Series>, IAlternateEqualityComparer<SeriesDefinition, Series>
{
    public static readonly SeriesComparer Instance = new();

    public bool Equals(Series? x, Series? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Metric == y.Metric && x.Labels.Equals(y.Labels));

    public int GetHashCode(Series obj) => HashCode.Combine(obj.Metric, obj.Labels);

    public bool Equals(SeriesDefinition alternate, Series other) =>
        alternate.Metric == other.Metric && alternate.Labels.Equals(other.Labels);

    public int GetHashCode(SeriesDefinition alternate) => HashCode.Combine(alternate.Metric, alternate.Labels);

    public Series Create(SeriesDefinition alternate) => throw new NotSupportedException("A series is made with a number, by its agent.");
}
