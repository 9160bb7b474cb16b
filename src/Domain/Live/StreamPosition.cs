using System.Globalization;

namespace CleanLite.Domain.Live;

/// <summary>An instant of the stream: the run of the server and how many items a channel had carried since that run began.</summary>
/// <param name="Epoch">8 random characters per start of the server.</param>
/// <param name="Offset">The number of the last item seen, from 1; 0 before the first.</param>
public readonly record struct StreamPosition(string Epoch, long Offset)
{
    /// <summary>The longest epoch taken from outside, in characters.</summary>
    public const int MaxEpochLength = 64;

    /// <summary>Takes <c>&lt;epoch&gt;:&lt;offset&gt;</c>, as in the query of <c>/live</c>.</summary>
    public static bool TryParse(string text, out StreamPosition position)
    {
        position = default;
        var colon = text.LastIndexOf(':');
        if (colon is < 1 or > MaxEpochLength) return false;
        if (!Text.TryNumber<long>(text.AsSpan(colon + 1), out var offset)) return false;
        position = new StreamPosition(text[..colon], offset);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}:{Offset}");
}
