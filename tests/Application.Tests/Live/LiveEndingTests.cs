using System.Reflection;
using CleanLite.Application.Live;

namespace CleanLite.Application.Tests.Live;

public sealed class LiveEndingTests
{
    [Fact]
    public void All_HoldsEveryEndingOfTheCatalogue()
    {
        var declared = typeof(LiveEnding).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType == typeof(LiveEnding)).Select(p => (LiveEnding)p.GetValue(null)!);
        LiveEnding.All.ShouldBe(declared, ignoreOrder: true);
        LiveEnding.All.Select(e => e.Name).ShouldBeUnique();
    }

    [Fact]
    public void Codes_OfOurOwn_SayWhetherToComeBack()
    {
        foreach (var ending in LiveEnding.All.Where(e => e.Code >= 4000))
            (ending.Advice == ReconnectAdvice.Stop).ShouldBe(ending.Code >= 4500, ending.Name);
    }

    [Fact]
    public void Reasons_FitACloseFrame()
    {
        // RFC 6455, section 5.5: a control frame carries 125 bytes, of which the code takes two.
        foreach (var ending in LiveEnding.All)
        {
            ending.Reason.Length.ShouldBeLessThanOrEqualTo(123);
            ending.Reason.ShouldAllBe(c => char.IsAscii(c));
        }
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(1012)]
    [InlineData(1009)]
    [InlineData(1013)]
    [InlineData(4001)]
    [InlineData(4002)]
    [InlineData(4500)]
    [InlineData(4501)]
    [InlineData(4503)]
    public void Catalogue_HasTheContractsCodes(int code) => LiveEnding.All.ShouldContain(e => e.Code == code);
}
