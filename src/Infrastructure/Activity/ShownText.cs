using CleanLite.Domain;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Text that came from outside by a way that does not check it, on its way into an event of the server.</summary>
internal static class ShownText
{
    private const int MaxLength = 256;

    /// <summary>The text itself if it is plain and short, else its beginning with everything unprintable written out.</summary>
    public static string Of(string text) => text.Length > MaxLength || Text.IsUnfit(text) ? Text.Shown(text, MaxLength) : text;
}
