using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Ingest;

/// <summary>
/// The fingerprint of a series at this door: the bytes of the fields that say which series it is (metric, labels, unit, kind), in the
/// order in which they came. One series may come in several orders; each is a fingerprint of its own.
/// </summary>
internal static class TimeSeriesIdentity
{
    /// <summary>Reads a fingerprint; a <see cref="SeriesReader"/>.</summary>
    public static SeriesDraft Read(ReadOnlySpan<byte> fingerprint)
    {
        var (metric, unit, kind) = ("", "", MetricKind.Unspecified);
        var labels = new LabelFold();
        var reader = new WireReader(fingerprint);
        while (reader.NextField(out var tag))
        {
            switch (tag)
            {
                case TimeSeriesTags.Metric:
                    metric = labels.TextOf(reader.ReadBytes());
                    break;
                case TimeSeriesTags.Labels:
                    reader.Fail(labels.Add(reader.ReadBytes()));
                    break;
                case TimeSeriesTags.Unit:
                    unit = labels.TextOf(reader.ReadBytes());
                    break;
                case TimeSeriesTags.Kind:
                    kind = KindOf((int)reader.ReadVarint());
                    break;
            }
        }

        return new SeriesDraft(metric, labels.ToLabels(), unit, kind, labels.HasInvalidText);
    }

    private static MetricKind KindOf(int number) => number is 1 or 2 ? (MetricKind)number : MetricKind.Unspecified;
}
