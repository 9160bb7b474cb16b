using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CleanLite.Api.Hosting;

/// <summary>How a setting is written: numbers plainly or as <c>4MiB</c>, spans of time as <c>10m</c> or <c>00:10:00</c>, yes and no as true and false.</summary>
internal static class SettingValue
{
    private static readonly (string Suffix, double Factor)[] Sizes = [("KiB", 1024), ("MiB", 1024 * 1024), ("GiB", 1024 * 1024 * 1024)];

    private static readonly (string Suffix, double Milliseconds)[] Times =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>The value that <paramref name="text"/> stands for, or null if it stands for none of <paramref name="type"/>.</summary>
    public static object? Parse(Type type, string text)
    {
        text = text.Trim();
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return bool.TryParse(text, out var yes) ? yes : null;
        if (type == typeof(TimeSpan)) return ParseTime(text);
        if (type == typeof(int)) return ParseNumber(text) is { } n && n is >= int.MinValue and <= int.MaxValue ? (int)n : null;
        if (type == typeof(long)) return ParseNumber(text);
        throw new NotSupportedException($"A setting of type {type} cannot be read.");
    }

    /// <summary>What is allowed, for a person.</summary>
    public static string Describe(Type type, RangeAttribute? range)
    {
        var kind = type == typeof(bool) ? "true or false"
            : type == typeof(TimeSpan) ? "a span of time such as 500ms, 10s, 5m, 1h, 7d or 00:05:00"
            : type == typeof(string) ? "text"
            : "a whole number";
        return range is null ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind} from {range.Minimum} to {range.Maximum}");
    }

    private static long? ParseNumber(string text)
    {
        foreach (var (suffix, factor) in Sizes)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && TryNumber(text[..^suffix.Length], out var size)) return (long)(size * factor);
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static TimeSpan? ParseTime(string text)
    {
        foreach (var (suffix, milliseconds) in Times)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && TryNumber(text[..^suffix.Length], out var amount))
                return amount > 0 && amount * milliseconds < TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.FromMilliseconds(amount * milliseconds) : null;
        }

        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero
            ? span
            : null;
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
