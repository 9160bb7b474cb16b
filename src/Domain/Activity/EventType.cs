namespace CleanLite.Domain.Activity;

/// <summary>
/// The rule for the type of an event: words of <c>a-z 0-9 _</c> joined by dots, at least two of them, the first beginning with a letter
/// (<c>^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$</c>). The first word names the channel.
/// </summary>
public static class EventType
{
    /// <summary>The longest type allowed, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>First words that the server keeps for itself: an agent could otherwise speak in its name.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["agent", "system", "reject", "rejects"];

    /// <summary>True if <paramref name="text"/> is a type.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength || !char.IsAsciiLetterLower(text[0])) return false;
        var words = 0;
        foreach (var range in text.Split('.'))
        {
            if (!IsWord(text[range])) return false;
            words++;
        }

        return words > 1;
    }

    /// <summary>True if the first word of <paramref name="type"/> is one that the server keeps for itself.</summary>
    public static bool IsReserved(ReadOnlySpan<char> type)
    {
        var dot = type.IndexOf('.');
        var first = dot < 0 ? type : type[..dot];
        foreach (var word in Reserved)
        {
            if (first.SequenceEqual(word)) return true;
        }

        return false;
    }

    private static bool IsWord(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_') return false;
        }

        return word.Length > 0;
    }
}
