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
        var seen = new Coverage();
        var cases =
            from pattern in Texts.Word("ab.**", 1, 10)
            from runs in Texts.Word("ab.", 0, 3).ArrayOf(10)
            from text in Gen.Frequency((1, Gen.Constant(Filled(pattern, runs))), (2, Texts.NearMiss(Gen.Constant(Filled(pattern, runs)), "ab.x\n\u00e9")))
            select (pattern, text);
        Prop.ForAll(cases.ToArbitrary(), pair =>
        {
            var (pattern, text) = pair;
            var expected = Regex.IsMatch(text, @"\A" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal) + @"\z", RegexOptions.Singleline);
            seen.Note("a match", expected);
            new GlobPattern(pattern).Matches(text).ShouldBe(expected);
        }).ShouldHold(coverage: seen);
    }

    [Fact]
    public void Matches_PatternMadeToBacktrack_TakesNoLongerThanItsLength()
    {
        // Every star could begin anywhere: a matcher that tries all of them needs more steps than there are atoms.
        var pattern = new GlobPattern(string.Concat(Enumerable.Repeat("*a", 127)) + "b");
        pattern.Matches(new string('a', 100_000)).ShouldBeFalse();
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

    private static string Filled(string pattern, string[] runs) => string.Concat(pattern.Select((c, i) => c == '*' ? runs[i % runs.Length] : c.ToString()));
}
