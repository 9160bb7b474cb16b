using CleanLite.Abuse.Runs;

namespace CleanLite.Abuse.Tests;

/// <summary>What the proof takes for right and wrong.</summary>
public sealed class TallyTests
{
    [Theory]
    [InlineData("grpc OK", 0)]
    [InlineData("grpc Internal", 0)]
    [InlineData("grpc Unknown", 1)]
    [InlineData("hang", 1)]
    public void Add_AKind_IsRightWhereExpected(string kind, int unexpected)
    {
        var tally = new Tally(3);
        tally.Add("case", "grpc OK|grpc Internal", new Outcome(kind));
        tally.Unexpected.ShouldBe(unexpected);
    }

    [Theory]
    [InlineData("The flag of the message is 7; 0 and 1 are allowed.", 0)]
    [InlineData("   at CleanLite.Api.Ingest.AgentDoor.ConnectAsync()", 1)]
    [InlineData("NullReferenceException: Object reference", 1)]
    [InlineData("AgentDoor.cs:line 7", 1)]
    public void Add_AnAnswerThatTellsOfItsInsides_IsUnexpected(string text, int unexpected)
    {
        var tally = new Tally(3);
        tally.Add("case", "grpc OK", new Outcome("grpc OK", text));
        tally.Unexpected.ShouldBe(unexpected);
    }

    [Theory]
    [InlineData("goaway ProtocolError", 0, 0)]
    [InlineData("grpc Internal", 1, 0)]
    [InlineData("eof", 0, 1)]
    public void Add_AKindOfTheStack_IsCountedApart(string kind, int ofTheStack, int unexpected)
    {
        var tally = new Tally(3);
        tally.Add("case, in halves", "goaway ProtocolError|rst ProtocolError~grpc Internal", new Outcome(kind));
        (tally.OfTheStack, tally.Unexpected).ShouldBe((ofTheStack, unexpected));
        tally.StackKinds.ShouldBe(ofTheStack == 0 ? [] : ["case: grpc Internal"]);
    }

    [Fact]
    public void Examples_OfManyUnexpectedCases_AreTheFirst()
    {
        var tally = new Tally(2);
        for (var i = 0; i < 5; i++) tally.Add($"case {i}", "grpc OK", new Outcome("hang"));
        tally.Unexpected.ShouldBe(5);
        tally.Examples.Select(e => e.Split(':')[0]).ShouldBe(["case 0", "case 1"]);
    }
}
