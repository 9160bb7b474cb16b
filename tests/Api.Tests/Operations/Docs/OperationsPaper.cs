using System.Reflection;

namespace CleanLite.Api.Tests.Operations.Docs;

/// <summary>docs/operations.md: the rows of its tables, by heading.</summary>
internal static class OperationsPaper
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(OperationsPaper).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!);

    /// <summary>The cells of the rows of the table below <paramref name="heading"/>, without its head; code marks are left out.</summary>
    public static List<string[]> TableOf(string heading)
    {
        var lines = File.ReadLines(Path.Combine(Root, "docs", "operations.md"))
            .SkipWhile(l => l != $"## {heading}")
            .Skip(1)
            .TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal));
        var rows = lines.Where(l => l.StartsWith('|')).Select(l => l.Trim('|').Split('|').Select(c => c.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray()).ToList();
        rows.Count.ShouldBeGreaterThan(2, $"docs/operations.md has no table below '{heading}'");
        return rows[2..];
    }
}
