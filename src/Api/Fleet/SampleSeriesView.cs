using CleanLite.Domain.Fleet;

namespace CleanLite.Api.Fleet;

/// <summary>A series in an answer to a sample request; the fields are those of <c>TimeSeries</c>.</summary>
internal sealed record SampleSeriesView(
    string Metric, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<long> Timestamps, IReadOnlyList<double> Values, string? Unit)
{
    public static SampleSeriesView Of(SampledSeries series)
    {
        var definition = series.Definition;
        return new SampleSeriesView(
            definition.Metric.Value,
            definition.Labels.Items.ToArray().ToDictionary(l => l.Name, l => l.Value),
            series.Timestamps,
            series.Values,
            definition.Unit.Length > 0 ? definition.Unit : null);
    }
}
