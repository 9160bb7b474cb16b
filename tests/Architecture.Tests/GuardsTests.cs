using System.Text.Json;

namespace CleanLite.Architecture.Tests;

/// <summary>The list of guards that tests/Guards breaks one by one stays in step with the code.</summary>
public sealed class GuardsTests
{
    [Fact]
    public void Guards_EachLine_StandsInItsFileOnce()
    {
        using var guards = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/Guards/guards.json")));
        var strays = guards.RootElement.EnumerateArray()
            .Select(g => (Name: Text(g, "name"), Source: File.ReadAllText(Path.Combine(Repository.Root, Text(g, "file"))), Line: Text(g, "find")))
            .Where(g => g.Source.Split(g.Line).Length != 2)
            .Select(g => $"{g.Name}: {g.Line}");
        strays.ShouldBeEmpty();
    }

    private static string Text(JsonElement guard, string name) => guard.GetProperty(name).GetString()!;
}
