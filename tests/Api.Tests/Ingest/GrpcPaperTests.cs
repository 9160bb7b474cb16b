using System.Text.RegularExpressions;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>docs/grpc.md names the tests that prove it; they exist.</summary>
public sealed partial class GrpcPaperTests
{
    [Fact]
    public void Paper_TestsThatItNames_Exist()
    {
        var tests = typeof(GrpcPaperTests).Assembly.GetTypes().Where(t => t.Name.EndsWith("Tests", StringComparison.Ordinal)).ToDictionary(t => t.Name);
        var paper = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "grpc.md"));
        var named = TestName().Matches(paper);
        named.Count.ShouldBeGreaterThan(40);
        named.Where(n => !tests.TryGetValue(n.Groups[1].Value, out var type) || (n.Groups[2].Success && type.GetMethod(n.Groups[2].Value) is null))
            .Select(n => n.Value)
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex TestName();
}
