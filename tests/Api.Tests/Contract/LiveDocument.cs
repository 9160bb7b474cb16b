namespace CleanLite.Api.Tests.Contract;

/// <summary>docs/live.md, as far as tests read it.</summary>
internal static class LiveDocument
{
    private static readonly string[] Lines = File.ReadAllLines(RepositoryFolder.At("docs", "live.md"));

    /// <summary>The rows of the table whose first column has that heading, cell by cell, without backticks.</summary>
    public static List<string[]> TableOf(string heading)
    {
        var start = Array.FindIndex(Lines, l => l.StartsWith($"| {heading} |", StringComparison.Ordinal));
        start.ShouldBeGreaterThan(0, heading);
        return [.. Lines.Skip(start + 2).TakeWhile(l => l.StartsWith('|')).Select(CellsOf)];
    }

    /// <summary>The one block of code in a language.</summary>
    public static string CodeIn(string language)
    {
        var start = Array.IndexOf(Lines, $"```{language}");
        start.ShouldBeGreaterThan(0, language);
        return string.Join('\n', Lines.Skip(start + 1).TakeWhile(l => l != "```"));
    }

    private static string[] CellsOf(string row) => [.. row.Split('|')[1..^1].Select(c => c.Trim().Replace("`", "", StringComparison.Ordinal))];
}
