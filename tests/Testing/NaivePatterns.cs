namespace CleanLite.Testing;

/// <summary>What the contract says of patterns (live.md, "Connecting"), word by word and without haste: the measure of what the program makes of them.</summary>
public static class NaivePatterns
{
    /// <summary>"The patterns of one field are joined by OR, an excluded match wins"; a field that is absent fits no pattern.</summary>
    public static bool Want(IReadOnlyCollection<string> patterns, string? text)
    {
        if (text is not null && patterns.Any(p => p[0] == '!' && Fits(p[1..], text))) return false;
        var included = patterns.Where(p => p[0] != '!').ToList();
        return included.Count == 0 || (text is not null && included.Exists(p => Fits(p, text)));
    }

    private static bool Fits(string pattern, string text) => pattern.Length == 0 ? text.Length == 0
        : pattern[0] == '*' ? Fits(pattern[1..], text) || (text.Length > 0 && Fits(pattern, text[1..]))
        : text.Length > 0 && text[0] == pattern[0] && Fits(pattern[1..], text[1..]);
}
