using System.Text.RegularExpressions;

namespace CleanLite.Architecture.Tests;

/// <summary>Where things are: a newcomer finds a type by its name, and a room by its noun.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] Layers = ["Domain", "Application", "Infrastructure", "Api", "Agent"];

    [Fact]
    public void File_InALayer_HoldsOneTypeNamedForIt()
    {
        var strays = Layers.SelectMany(l => Repository.Sources($"src/{l}"))
            .Select(file => (File: Path.GetRelativePath(Repository.Root, file), Names: TopLevelTypes(File.ReadAllText(file))))
            .Where(f => f.Names.Count > 1 || (f.Names.Count == 1 && Path.GetFileName(f.File).Split('.')[0] != f.Names[0]))
            .Select(f => $"{f.File}: {string.Join(", ", f.Names)}");
        strays.ShouldBeEmpty();
    }

    [Fact]
    public void Namespace_OfAFile_FollowsItsFolder()
    {
        var strays = Layers.SelectMany(l => Repository.Sources($"src/{l}"))
            .Select(file => (File: Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file), Text: File.ReadAllText(file)))
            .Where(f => Namespace().Match(f.Text) is { Success: true } match
                && match.Groups[1].Value != "CleanLite." + Path.GetDirectoryName(f.File)!.Replace(Path.DirectorySeparatorChar, '.'))
            .Select(f => f.File);
        strays.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Common")]
    [InlineData("Helpers")]
    [InlineData("Helper")]
    [InlineData("Utils")]
    [InlineData("Utilities")]
    [InlineData("Manager")]
    public void Names_ThatSayNothing_AreNotUsed(string word) => Repository.Sources("src")
        .Where(file => !file.Contains("StandIns", StringComparison.Ordinal))
        .Where(file => Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => Path.GetFileNameWithoutExtension(part).EndsWith(word, StringComparison.Ordinal)))
        .ShouldBeEmpty();

    [Fact]
    public void Classes_OfTheOuterLayers_AreSealedOrStaticOrAbstract()
    {
        var open = new[] { "Infrastructure", "Api", "Agent" }.SelectMany(l => Repository.Sources($"src/{l}"))
            .SelectMany(file => OpenClass().Matches(File.ReadAllText(file)).Select(m => $"{Path.GetFileName(file)}: {m.Value.Trim()}"));
        open.ShouldBeEmpty();
    }

    private static List<string> TopLevelTypes(string text) => [.. TopLevelType().Matches(text).Select(m => m.Groups[1].Value).Distinct()];

    // File-scoped namespaces: a type at the first column is at the top level.
    [GeneratedRegex(@"^(?:public |internal |file |sealed |static |abstract |partial |readonly |ref )*(?:class|struct|interface|enum|record struct|record|delegate \S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:public |internal )(?:partial )?(?:class|record) \w+", RegexOptions.Multiline)]
    private static partial Regex OpenClass();
}
