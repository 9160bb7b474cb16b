using System.Globalization;
using System.Text;

namespace CleanLite.Api.Operations.Exposition;

/// <summary>
/// Writes metrics as text. Prometheus 0.0.4: <c>(# HELP, # TYPE, samples)*</c>; OpenMetrics 1.0.0: the same, but the name of a counter's family goes without
/// <c>_total</c>, bounds are written as floats, quotes in HELP are escaped too, and <c># EOF</c> ends it. Every line ends with a line feed.
/// </summary>
internal sealed class PrometheusText(bool isOpenMetrics)
{
    private readonly StringBuilder _text = new();

    /// <summary>The metrics as text.</summary>
    public static string Write(IEnumerable<MetricFamily> families, ExpositionFormat format)
    {
        var writer = new PrometheusText(format.IsOpenMetrics);
        foreach (var family in families) writer.Append(family);
        if (format.IsOpenMetrics) writer._text.Append("# EOF\n");
        return writer._text.ToString();
    }

    /// <summary>A number as both formats take it.</summary>
    public static string NumberOf(double value) => double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private void Append(MetricFamily family)
    {
        // A family without samples says nothing.
        if (family.Samples.Count == 0) return;
        var sampleName = family.Type == MetricType.Counter ? family.Name + "_total" : family.Name;
        var familyName = isOpenMetrics ? family.Name : sampleName;
        _text.Append("# HELP ").Append(familyName).Append(' ').Append(Escape(family.Help, quotes: isOpenMetrics)).Append('\n');
        _text.Append("# TYPE ").Append(familyName).Append(' ').Append(WordOf(family.Type)).Append('\n');
        foreach (var sample in family.Samples)
        {
            if (family.Type == MetricType.Histogram) AppendHistogram(family.Name, sample);
            else AppendSample(sampleName, sample.Labels, null, NumberOf(sample.Value));
        }
    }

    private void AppendHistogram(string name, MetricSample sample)
    {
        var cumulative = 0L;
        for (var i = 0; i < sample.Buckets.Length; i++)
        {
            cumulative += sample.Buckets[i];
            AppendSample(name + "_bucket", sample.Labels, i < sample.Bounds.Length ? BoundOf(sample.Bounds[i]) : "+Inf", NumberOf(cumulative));
        }

        AppendSample(name + "_sum", sample.Labels, null, NumberOf(sample.Value));
        AppendSample(name + "_count", sample.Labels, null, NumberOf(sample.Count));
    }

    private void AppendSample(string name, (string Name, string Value)[] labels, string? bound, string value)
    {
        _text.Append(name);
        var separator = '{';
        foreach (var (label, text) in labels) AppendLabel(label, text);
        if (bound is not null) AppendLabel("le", bound);
        if (separator == ',') _text.Append('}');
        _text.Append(' ').Append(value).Append('\n');

        void AppendLabel(string label, string text)
        {
            _text.Append(separator).Append(label).Append("=\"").Append(Escape(text, quotes: true)).Append('"');
            separator = ',';
        }
    }

    // OpenMetrics wants bounds to look the same everywhere: 1.0, not 1.
    private string BoundOf(double bound)
    {
        var number = NumberOf(bound);
        return isOpenMetrics && number.All(char.IsAsciiDigit) ? number + ".0" : number;
    }

    private static string WordOf(MetricType type) => type.ToString().ToLowerInvariant();

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
