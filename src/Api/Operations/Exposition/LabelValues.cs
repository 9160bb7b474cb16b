using System.Globalization;

namespace CleanLite.Api.Operations.Exposition;

/// <summary>
/// The labels of one series, as they came with a measurement. A struct of four, because it is made for every measurement: metrics with more labels have too
/// many series anyway; what is beyond is left out.
/// </summary>
internal readonly record struct LabelValues
{
    private const int Most = 4;

    private readonly KeyValuePair<string, object?> _first;
    private readonly KeyValuePair<string, object?> _second;
    private readonly KeyValuePair<string, object?> _third;
    private readonly KeyValuePair<string, object?> _fourth;
    private readonly int _count;

    /// <summary>Takes the tags that <paramref name="shape"/> keeps.</summary>
    public LabelValues(ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricShape shape)
    {
        foreach (ref readonly var tag in tags)
        {
            if (_count == Most || !shape.Keeps(tag.Key)) continue;
            switch (_count++)
            {
                case 0: _first = tag; break;
                case 1: _second = tag; break;
                case 2: _third = tag; break;
                default: _fourth = tag; break;
            }
        }
    }

    public bool Equals(LabelValues other) =>
        _count == other._count && Same(_first, other._first) && Same(_second, other._second) && Same(_third, other._third) && Same(_fourth, other._fourth);

    public override int GetHashCode() => HashCode.Combine(_first.Value, _second.Value, _third.Value, _fourth.Value);

    /// <summary>The labels as they are shown: by name, the values as text.</summary>
    public (string Name, string Value)[] ToLabels(MetricShape shape)
    {
        KeyValuePair<string, object?>[] all = [_first, _second, _third, _fourth];
        return [.. all.Take(_count).Select(t => (shape.LabelOf(t.Key), TextOf(t.Value)))];
    }

    private static bool Same(in KeyValuePair<string, object?> a, in KeyValuePair<string, object?> b) =>
        a.Key == b.Key && Equals(a.Value, b.Value);

    private static string TextOf(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
