using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CleanLite.Domain;

namespace CleanLite.Application.Activity;

/// <summary>
/// Where a page of events goes on: <c>older-812</c> stands for what is older than event 812, <c>newer-812</c> for what is newer. It names an event,
/// not a place in a list: events that come or leave meanwhile move nothing.
/// </summary>
/// <param name="Offset">The event, which is not on the page itself.</param>
/// <param name="IsNewer">True if the page goes upward from it.</param>
public readonly record struct EventCursor(long Offset, bool IsNewer)
{
    private const string Older = "older-";
    private const string Newer = "newer-";

    /// <summary>Reads a cursor as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EventCursor cursor)
    {
        cursor = default;
        var isNewer = text?.StartsWith(Newer, StringComparison.Ordinal) ?? false;
        if (text is null || (!isNewer && !text.StartsWith(Older, StringComparison.Ordinal))) return false;
        if (!Text.TryNumber<long>(text.AsSpan(Older.Length), out var offset)) return false;
        cursor = new EventCursor(offset, isNewer);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsNewer ? Newer : Older)}{Offset}");
}
