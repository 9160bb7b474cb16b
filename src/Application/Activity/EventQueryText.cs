using System.Globalization;
using CleanLite.Domain;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Activity;

/// <summary>How the parts of <see cref="GetEventsQuery"/> are written.</summary>
internal static class EventQueryText
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1_000;
    public const int MaxPatterns = 100;

    /// <summary>The channels that carry events.</summary>
    public static IReadOnlyList<string> Channels { get; } = [.. LiveChannels.All.Where(c => c != LiveChannels.Metrics)];

    public static bool TryLimit(string? text, out int limit)
    {
        limit = DefaultLimit;
        return string.IsNullOrEmpty(text)
            || (Text.TryNumber(text, out limit) && limit is >= 1 and <= MaxLimit);
    }

    public static bool TryTime(string? text, long absent, out long unixMs)
    {
        unixMs = absent;
        if (string.IsNullOrEmpty(text) || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out unixMs)) return true;
        if (!IsDateWithZone(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        unixMs = time.ToUnixTimeMilliseconds();
        return true;
    }

    public static bool TryOffset(string? text, out long? offset)
    {
        offset = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!Text.TryNumber<long>(text, out var number)) return false;
        offset = number;
        return true;
    }

    public static bool TrySeverity(string text, out Severity severity)
    {
        foreach (var known in Enum.GetValues<Severity>())
        {
            severity = known;
            if (EventFilter.NameOf(known) == text) return true;
        }

        severity = default;
        return false;
    }

    public static bool TryPatterns(IReadOnlyList<string> texts, out PatternList patterns, out string fault)
    {
        (patterns, fault) = (PatternList.Any, "");
        if (texts.Count == 0) return true;
        if (texts.Count > MaxPatterns)
        {
            fault = $"There are {texts.Count} of them; at most {MaxPatterns} are allowed.";
            return false;
        }

        try
        {
            patterns = new PatternList(texts);
            return true;
        }
        catch (FormatException e)
        {
            fault = e.Message;
            return false;
        }
    }

    // A time without a zone would mean another instant on another server; a bare date or a month's name is no RFC 3339.
    private static bool IsDateWithZone(string text) =>
        text.Length is >= 20 and <= 40
        && char.IsAsciiDigit(text[0])
        && text[10] is 'T' or 't' or ' '
        && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-');
}
