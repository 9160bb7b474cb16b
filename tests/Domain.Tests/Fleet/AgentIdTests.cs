using CleanLite.Domain.Fleet;

namespace CleanLite.Domain.Tests.Fleet;

public sealed class AgentIdTests
{
    [Theory]
    [InlineData("web-1")]
    [InlineData("A")]
    [InlineData("eu/rack_7:host@example.org")]
    public void TryParse_AllowedName_IsTaken(string text)
    {
        AgentId.TryParse(text, out var id, out var fault).ShouldBeTrue();
        id.Value.ShouldBe(text);
        fault.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("web 1")]
    [InlineData("web\n1")]
    [InlineData("w\u00e9b")]
    [InlineData("a*")]
    public void TryParse_ForbiddenName_SaysWhatIsAllowed(string? text)
    {
        AgentId.TryParse(text, out _, out var fault).ShouldBeFalse();
        fault.ShouldContain("1 to 128 characters");
        fault.ShouldNotContain("\n");
    }

    [Fact]
    public void TryParse_LengthAtAndBeyondTheCap_IsTakenAndRefused()
    {
        AgentId.TryParse(new string('a', 128), out _, out _).ShouldBeTrue();
        AgentId.TryParse(new string('a', 129), out _, out var fault).ShouldBeFalse();
        fault.ShouldContain("129 characters");
    }
}
