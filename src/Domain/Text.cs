using System.Globalization;
using System.Numerics;
using System.Text;

namespace CleanLite.Domain;

/// <summary>What text from outside may hold, and how a piece of it is shown to a person.</summary>
public static class Text
{
    private const int ExcerptLength = 64;

    /// <summary>True if <paramref name="text"/> holds a control character (C0, DEL, C1) or half a surrogate pair, which no text field takes.</summary>
    public static bool IsUnfit(ReadOnlySpan<char> text) => IsUnfit(text, linesAllowed: false);

    /// <summary>As <see cref="IsUnfit(ReadOnlySpan{char})"/>, but line feeds and tabs pass: for prose that a person reads.</summary>
    public static bool IsUnfitProse(ReadOnlySpan<char> text) => IsUnfit(text, linesAllowed: true);

    /// <summary>The first 64 characters with everything unprintable written as <c>\uXXXX</c>: safe in a log line, an error or an answer.</summary>
    public static string Excerpt(ReadOnlySpan<char> text) => Shown(text, ExcerptLength);

    /// <summary>The first <paramref name="length"/> characters with everything unprintable written as <c>\uXXXX</c>, and <c>...</c> if there were more.</summary>
    public static string Shown(ReadOnlySpan<char> text, int length)
    {
        var shown = new StringBuilder(Math.Min(text.Length, length));
        foreach (var c in text[..Math.Min(text.Length, length)])
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                shown.Append(c);
        }

        if (text.Length > length) shown.Append("...");
        return shown.ToString();
    }

    /// <summary>Reads a whole number that is written with digits alone; .NET by itself takes NULs after them.</summary>
    public static bool TryNumber<T>(ReadOnlySpan<char> text, out T number)
        where T : struct, IBinaryInteger<T>
    {
        number = T.Zero;
        return !text.Contains('\0') && T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsUnfit(ReadOnlySpan<char> text, bool linesAllowed)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) && !(linesAllowed && c is '\n' or '\t')) return true;
            if (!char.IsSurrogate(c)) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(c, text[i + 1])) return true;
            i++;
        }

        return false;
    }
}
