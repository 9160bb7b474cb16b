namespace CleanLite.Domain.Live;

/// <summary>The patterns of one field of a filter: joined by OR; an excluded match wins; no including pattern means everything else passes.</summary>
public sealed class PatternList
{
    private readonly GlobPattern[] _includes;
    private readonly GlobPattern[] _excludes;

    /// <summary>Takes the patterns as a client wrote them.</summary>
    /// <exception cref="FormatException">One of them is not a pattern; see <see cref="GlobPattern"/>.</exception>
    public PatternList(IEnumerable<string> patterns)
    {
        var all = patterns.Select(p => new GlobPattern(p)).ToList();
        _includes = [.. all.Where(p => !p.Excludes)];
        _excludes = [.. all.Where(p => p.Excludes)];
        Key = string.Join('\n', all.Select(p => p.ToString()).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>No pattern: everything passes.</summary>
    public static PatternList Any { get; } = new([]);

    /// <summary>True if everything passes.</summary>
    public bool IsAny => _includes.Length == 0 && _excludes.Length == 0;

    /// <summary>Equal for lists that say the same.</summary>
    public string Key { get; }

    /// <summary>True if <paramref name="text"/> passes. Null stands for a field that is absent: it fits no pattern, so it passes where none must fit.</summary>
    public bool Passes(string? text)
    {
        if (text is null) return _includes.Length == 0;
        foreach (var pattern in _excludes)
        {
            if (pattern.Matches(text)) return false;
        }

        if (_includes.Length == 0) return true;
        foreach (var pattern in _includes)
        {
            if (pattern.Matches(text)) return true;
        }

        return false;
    }
}
