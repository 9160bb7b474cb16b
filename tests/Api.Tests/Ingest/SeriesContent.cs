using System.Globalization;
using CleanLite.Domain.Ingest;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>What a series holds, as text to compare.</summary>
internal static class SeriesContent
{
    public static string[] Of(IEnumerable<TimeSeries> series) => [.. series.Select(s => Write(
        s.Metric, s.Labels.Select(l => new Label(l.Key, l.Value)), s.Unit, (int)s.Kind is 1 or 2 ? (int)s.Kind : 0, s.Timestamps, s.Values))];

    public static string[] Of(BatchColumns batch)
    {
        var series = new List<string>();
        foreach (var column in batch.Series)
        {
            var draft = batch.Read(column);
            series.Add(Write(
                draft.Metric,
                draft.Labels,
                draft.Unit,
                (int)draft.Kind,
                batch.Timestamps.Slice(column.TimestampStart, column.TimestampCount).ToArray(),
                batch.Values.Slice(column.ValueStart, column.ValueCount).ToArray()));
        }

        return [.. series];
    }

    private static string Write(string metric, IEnumerable<Label> labels, string unit, int kind, IEnumerable<long> timestamps, IEnumerable<double> values)
    {
        var sorted = labels.OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => $"{l.Name}={l.Value}");
        var bits = values.Select(v => BitConverter.DoubleToInt64Bits(v).ToString("X16", CultureInfo.InvariantCulture));
        return $"{metric}{{{string.Join(',', sorted)}}} {unit} {kind} [{string.Join(',', timestamps)}] [{string.Join(',', bits)}]";
    }
}
