namespace CleanLite.Domain.Live;

/// <summary>A pattern in which <c>*</c> stands for any run of characters, also an empty one; everything else stands for itself (ordinal).</summary>
/// <remarks>Matching is linear in text and pattern but for one restart point: no backtracking that a hostile pattern could blow up.</remarks>
public sealed class GlobPattern
{
    /// <summary>The longest pattern allowed, in characters.</summary>
    public const int MaxLength = 255;

    private readonly string _pattern;

    /// <summary>Takes <paramref name="pattern"/>; a leading <c>!</c> makes it an exclusion.</summary>
    /// <exception cref="FormatException">The pattern is empty, longer than <see cref="MaxLength"/>, or not plain text.</exception>
    public GlobPattern(string pattern)
    {
        Excludes = pattern.StartsWith('!');
        _pattern = Excludes ? pattern[1..] : pattern;
        if (_pattern.Length is 0 or > MaxLength)
            throw new FormatException($"The pattern '{Text.Excerpt(pattern)}' has {_pattern.Length} characters; 1 to {MaxLength} are allowed.");
        if (Text.IsUnfit(_pattern))
            throw new FormatException($"The pattern '{Text.Excerpt(pattern)}' holds control characters or broken text; plain text is allowed.");
    }

    /// <summary>True for <c>!…</c>: what matches is left out.</summary>
    public bool Excludes { get; }

    /// <summary>True if all of <paramref name="text"/> fits the pattern; <see cref="Excludes"/> plays no part in it.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        int t = 0, p = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < _pattern.Length && _pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < _pattern.Length && _pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < _pattern.Length && _pattern[p] == '*') p++;
        return p == _pattern.Length;
    }

    /// <inheritdoc/>
    public override string ToString() => Excludes ? "!" + _pattern : _pattern;
}
