using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace CleanLite.Domain.Ingest;

/// <summary>The name of a metric: <c>[A-Za-z_:][A-Za-z0-9_.:/-]{0,254}</c> (agent.proto, <c>TimeSeries.metric</c>).</summary>
public readonly record struct MetricName
{
    /// <summary>The longest name allowed, in characters.</summary>
    public const int MaxLength = 255;

    private static readonly SearchValues<char> First = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:");

    private static readonly SearchValues<char> Rest =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/-");

    private readonly string? _value;

    private MetricName(string value) => _value = value;

    /// <summary>The name as text; empty for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Takes <paramref name="text"/> as a name, or says in <paramref name="fault"/> what is wrong with it and what is allowed.</summary>
    public static bool TryParse(string text, out MetricName name, [NotNullWhen(false)] out string? fault)
    {
        if (text.Length is 0 or > MaxLength || !First.Contains(text[0]) || text.AsSpan(1).ContainsAnyExcept(Rest))
        {
            name = default;
            fault = $"The metric name '{Text.Excerpt(text)}' ({text.Length} characters) is not allowed; it starts with a letter, _ or :, "
                + $"goes on with letters, digits, _ . : / - and has at most {MaxLength} characters.";
            return false;
        }

        name = new MetricName(text);
        fault = null;
        return true;
    }

    /// <summary>Takes a name that is known to be right.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static MetricName Parse(string text) => TryParse(text, out var name, out var fault) ? name : throw new FormatException(fault);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
