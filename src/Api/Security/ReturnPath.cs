namespace CleanLite.Api.Security;

/// <summary>Where a login leads back to: a path of this server, whatever the query says.</summary>
internal static class ReturnPath
{
    private const string Home = "/";
    private const int MaxLength = 2_000;

    /// <summary>The path that <paramref name="wanted"/> names; the page's own if it names anything else. Browsers take <c>//host</c> and <c>/\host</c> for another server.</summary>
    public static string Of(string? wanted) =>
        wanted is { Length: > 0 and <= MaxLength } && wanted[0] == '/' && !wanted.StartsWith("//", StringComparison.Ordinal)
        && !wanted.AsSpan().ContainsAnyExceptInRange('!', '~') && !wanted.Contains('\\', StringComparison.Ordinal)
            ? wanted
            : Home;
}
