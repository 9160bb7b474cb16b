using System.Reflection;

namespace CleanLite.Api.Tests;

/// <summary>Where the sources lie.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = System.IO.Path.GetFullPath(
        typeof(RepositoryFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!);

    /// <summary>A file or folder, by the words of its path.</summary>
    public static string At(params string[] words) => System.IO.Path.Combine([Path, .. words]);
}
