using System.Text.RegularExpressions;

namespace CleanLite.Architecture.Tests;

/// <summary>What no behaviour shows about secrets: the sources are looked at.</summary>
public sealed partial class SecretsTests
{
    [Fact]
    public void HashOfAToken_WhereverItIsRead_IsComparedInConstantTime()
    {
        var uses = new[] { "Application", "Infrastructure", "Api" }.SelectMany(l => Repository.Sources($"src/{l}/Security"))
            .SelectMany(file => HashOfAToken().Matches(File.ReadAllText(file)).Select(m => (File: Path.GetFileName(file), Text: m.Value)))
            .ToList();

        uses.ShouldContain(u => u.File == "CredentialSet.cs");
        uses.Where(u => !u.Text.StartsWith("FixedTimeEquals", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"FixedTimeEquals\([^();]*?\.Hash\b|[\w.]+\.Hash\b")]
    private static partial Regex HashOfAToken();
}
