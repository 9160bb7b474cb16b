using System.Reflection;
using System.Xml.Linq;

namespace CleanLite.Architecture.Tests;

/// <summary>The sources as they lie on disk.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!);

    /// <summary>The C# files below <paramref name="folder"/> that people wrote.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"));

    /// <summary>What the project <paramref name="name"/> below src refers to: projects, packages and official packages.</summary>
    public static (string[] Projects, string[] Packages) ReferencesOf(string name)
    {
        var project = XDocument.Load(Path.Combine(Root, "src", name, $"{name}.csproj"));
        var official = project.Descendants("OfficialPackages").SelectMany(e => e.Value.Split(';', StringSplitOptions.RemoveEmptyEntries));
        return (
            [.. Includes("ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            [.. Includes("PackageReference"), .. official]);

        IEnumerable<string> Includes(string element) => project.Descendants(element).Select(e => (string)e.Attribute("Include")!);
    }
}
