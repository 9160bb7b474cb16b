using System.Reflection;

namespace CleanLite.Api.Tests;

/// <summary>Where the sources lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!);

    /// <summary>A file or folder, by its path from the root.</summary>
    public static string At(params string[] path) => Path.Combine([Root, .. path]);
}
