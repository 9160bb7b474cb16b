using CleanLite.Domain.Ingest;

namespace CleanLite.Domain.Tests.Ingest;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("system.cpu.utilization", true)]
    [InlineData("_x", true)]
    [InlineData(":a/b-c.d_e:1", true)]
    [InlineData("", false)]
    [InlineData("1st", false)]
    [InlineData(".x", false)]
    [InlineData("a b", false)]
    [InlineData("a\u00e9", false)]
    [InlineData("a\n", false)]
    public void TryParse_Names_FollowTheRule(string text, bool allowed)
    {
        MetricName.TryParse(text, out _, out var fault).ShouldBe(allowed);
        (fault is null).ShouldBe(allowed);
    }

    [Fact]
    public void TryParse_LengthAtAndBeyondTheCap_IsTakenAndRefused()
    {
        MetricName.TryParse(new string('a', 255), out _, out _).ShouldBeTrue();
        MetricName.TryParse(new string('a', 256), out _, out var fault).ShouldBeFalse();
        fault.ShouldContain("256 characters");
    }
}
