using System.Text.RegularExpressions;
using CleanLite.Domain.Live;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Domain.Tests.Live;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("web-*", "web-1", true)]
    [InlineData("web-*", "web-", true)]
    [InlineData("web-*", "Web-1", false)]
    [InlineData("*.cpu.*", "system.cpu.utilization", true)]
    [InlineData("a*b*c", "aXbYc", true)]
    [InlineData("a*b*c", "aXbY", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("!web-9", "web-9", true)]
    public void Matches_Pattern_FitsTheWholeText(string pattern, string text, bool fits) => new GlobPattern(pattern).Matches(text).ShouldBe(fits);

    [Fact]
    public void Matches_AnyPatternAndText_AgreesWithARegularExpression()
    {
        var word = Gen.Elements('a', 'b', '*').ArrayOf(8).Select(c => new string(c));
        Prop.ForAll(word.Two().ToArbitrary(), pair =>
        {
            var (pattern, text) = (pair.Item1, pair.Item2.Replace('*', 'b'));
            var expected = Regex.IsMatch(text, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$");
            new GlobPattern(pattern).Matches(text).ShouldBe(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("a\nb")]
    public void Constructor_NoPattern_IsRefused(string pattern) => Should.Throw<FormatException>(() => new GlobPattern(pattern));

    [Fact]
    public void Constructor_LengthAtAndBeyondTheCap_IsTakenAndRefused()
    {
        _ = new GlobPattern(new string('a', 255));
        Should.Throw<FormatException>(() => new GlobPattern(new string('a', 256))).Message.ShouldContain("256 characters");
    }
}
