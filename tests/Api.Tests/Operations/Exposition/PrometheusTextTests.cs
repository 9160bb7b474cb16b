using System.Globalization;
using CleanLite.Api.Operations.Exposition;

namespace CleanLite.Api.Tests.Operations.Exposition;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Write_EveryType_IsWhatTheTextFormatSays() => Write(ExpositionFormat.Text, Sample()).ShouldBe(
        """
        # HELP requests_total Requests, with a \\ and a\nline break, "so".
        # TYPE requests_total counter
        requests_total{path="a\\b\"c\nd"} 3
        requests_total{path=""} 0
        # HELP depth Depth.
        # TYPE depth gauge
        depth -1.5
        # HELP took_seconds Time.
        # TYPE took_seconds histogram
        took_seconds_bucket{k="v",le="0.5"} 2
        took_seconds_bucket{k="v",le="1"} 5
        took_seconds_bucket{k="v",le="+Inf"} 9
        took_seconds_sum{k="v"} 12.25
        took_seconds_count{k="v"} 9

        """);

    [Fact]
    public void Write_EveryType_IsWhatOpenMetricsSays() => Write(ExpositionFormat.OpenMetrics, Sample()).ShouldBe(
        """
        # HELP requests Requests, with a \\ and a\nline break, \"so\".
        # TYPE requests counter
        requests_total{path="a\\b\"c\nd"} 3
        requests_total{path=""} 0
        # HELP depth Depth.
        # TYPE depth gauge
        depth -1.5
        # HELP took_seconds Time.
        # TYPE took_seconds histogram
        took_seconds_bucket{k="v",le="0.5"} 2
        took_seconds_bucket{k="v",le="1.0"} 5
        took_seconds_bucket{k="v",le="+Inf"} 9
        took_seconds_sum{k="v"} 12.25
        took_seconds_count{k="v"} 9
        # EOF

        """);

    [Fact]
    public void Write_FamilyWithoutSamples_SaysNothing() =>
        Write(ExpositionFormat.Text, new MetricFamily("empty", MetricType.Gauge, "Nothing.", [])).ShouldBe("");

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(0.1, "0.1")]
    [InlineData(1234567890123, "1234567890123")]
    [InlineData(1e300, "1E+300")]
    public void NumberOf_AnyValue_IsReadByEveryParser(double value, string text)
    {
        PrometheusText.NumberOf(value).ShouldBe(text);
        var before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (foreign.NumberFormat.NumberDecimalSeparator, foreign.NumberFormat.NegativeSign) = (",", "~");
        CultureInfo.CurrentCulture = foreign;
        try
        {
            PrometheusText.NumberOf(value).ShouldBe(text);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static MetricFamily[] Sample() =>
    [
        new("requests", MetricType.Counter, "Requests, with a \\ and a\nline break, \"so\".", [Value([("path", "a\\b\"c\nd")], 3), Value([("path", "")], 0)]),
        new("depth", MetricType.Gauge, "Depth.", [Value([], -1.5)]),
        new("took_seconds", MetricType.Histogram, "Time.", [new([("k", "v")], 12.25, 9, [0.5, 1], [2, 3, 4])]),
    ];

    private static MetricSample Value((string, string)[] labels, double value) => new(labels, value, 0, [], []);

    private static string Write(ExpositionFormat format, params MetricFamily[] families) => PrometheusText.Write(families, format);
}
