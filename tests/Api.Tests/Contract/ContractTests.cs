using System.Text.RegularExpressions;

namespace CleanLite.Api.Tests.Contract;

/// <summary>The documents of the contract, held by tests/Contract against the tools of others, each other, and a real server.</summary>
public sealed partial class ContractTests(RecordedSession session) : IClassFixture<RecordedSession>
{
    private static readonly string Folder = RepositoryFolder.At("tests", "Contract");

    [Fact]
    public async Task Documents_ExamplesAndARecordedSession_Agree()
    {
        await NodeModules.EnsureAsync(Folder);
        var (exitCode, output) = await OtherProgram.RunAsync(
            "node", ["validate.mjs", RepositoryFolder.At("docs"), session.Recording.Folder], Folder);

        exitCode.ShouldBe(0, output);
        var counts = Summary().Match(output).Groups.Values.Skip(1).Select(g => int.Parse(g.ValueSpan)).ToList();
        counts.ShouldAllBe(count => count >= 20, output);
    }

    [GeneratedRegex("^0 faults in (\\d+) examples, (\\d+) of live.md, (\\d+) messages, (\\d+) bodies", RegexOptions.Multiline)]
    private static partial Regex Summary();
}
