using System.Globalization;
using CleanLite.Domain;

namespace CleanLite.Application.Live;

/// <summary>Where the next page of the latest state starts: the offsets that page 1 was frozen at, and a place among the series.</summary>
/// <param name="Epoch">The run of the server.</param>
/// <param name="After">Only what changed after this offset.</param>
/// <param name="UpTo">The offset frozen at page 1.</param>
/// <param name="Start">The place.</param>
public readonly record struct LatestCursor(string Epoch, long After, long UpTo, int Start)
{
    /// <summary>Takes the text of <see cref="ToString"/>.</summary>
    public static bool TryParse(string text, out LatestCursor cursor)
    {
        cursor = default;
        var parts = text.Split('.');
        if (parts.Length != 4 || !Text.TryNumber<long>(parts[1], out var after) || !Text.TryNumber<long>(parts[2], out var upTo)) return false;
        if (!Text.TryNumber<int>(parts[3], out var start)) return false;
        cursor = new LatestCursor(parts[0], after, upTo, start);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{After}.{UpTo}.{Start}");
}
