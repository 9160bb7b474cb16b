namespace CleanLite.Api.Tests.Security;

/// <summary>docs/security/access.csv: who gets in where.</summary>
internal static class AccessTable
{
    private static readonly string[][] Lines =
        [.. File.ReadLines(RepositoryFolder.At("docs", "security", "access.csv")).Select(l => l.Split(','))];

    /// <summary>The kinds of credentials, in the order of the columns.</summary>
    public static string[] Columns { get; } = Lines[0][2..];

    public static IReadOnlyList<(string Door, string Target, string[] Answers)> Rows { get; } =
        [.. Lines[1..].Select(l => (l[0], l[1], l[2..]))];

    public static IEnumerable<string> TargetsOf(string door) => Rows.Where(r => r.Door == door).Select(r => r.Target);
}
