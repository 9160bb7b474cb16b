using System.Text.RegularExpressions;

namespace CleanLite.Architecture.Tests;

/// <summary>docs/activity.md names every event that the server makes, and every fault of its log, and no other.</summary>
public sealed partial class ActivityDocsTests
{
    private static readonly string Doc = File.ReadAllText(Path.Combine(Repository.Root, "docs/activity.md"));

    [Fact]
    public void EventTypes_OfTheCode_AreThoseOfThePaper()
    {
        string[] layers = ["src/Application", "src/Infrastructure"];
        var made = layers.SelectMany(Repository.Sources).SelectMany(file => Made().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)).Distinct().Order().ToList();
        var told = Told().Matches(Doc).Select(m => m.Groups[1].Value).Distinct().Order();
        made.Count.ShouldBeGreaterThan(10);
        told.ShouldBe(made);
    }

    [Fact]
    public void Faults_OfTheCode_AreInThePaper()
    {
        var code = File.ReadAllText(Path.Combine(Repository.Root, "src/Infrastructure/Activity/StorageFault.cs"));
        var faults = Fault().Matches(code).Select(m => m.Groups[1].Value).Distinct().Except(["interrupted", "unexpected"]).ToList();
        faults.Count.ShouldBeGreaterThan(8);
        faults.Where(f => !Doc.Contains($"`{f}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex("\"((?:agent|system|reject)\\.[a-z_.]+)\"")]
    private static partial Regex Made();

    [GeneratedRegex(@"^\| `((?:agent|system|reject)\.[a-z_.]+)`", RegexOptions.Multiline)]
    private static partial Regex Told();

    [GeneratedRegex(@"StorageFaultKind\.\w+,\s+""([a-z_]+)""")]
    private static partial Regex Fault();
}
