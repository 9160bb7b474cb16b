using System.Globalization;

namespace CleanLite.Agent;

/// <summary>Spans of time as people write them: <c>500ms</c>, <c>1s</c>, <c>5m</c>, or seconds as a bare number.</summary>
internal static class TimeText
{
    public const string Allowed = "100ms to 60m, such as 500ms, 1s or 5m";

    private static readonly (string Suffix, int Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("", 1_000)];

    /// <summary>The span, or null if the text is none from 100 ms to 60 minutes.</summary>
    public static TimeSpan? Parse(string text)
    {
        var (suffix, factor) = Array.Find(Units, unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var digits = text.AsSpan(0, text.Length - suffix.Length);
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * factor is >= 100 and <= 3_600_000
            ? TimeSpan.FromMilliseconds(number * factor)
            : null;
    }
}
