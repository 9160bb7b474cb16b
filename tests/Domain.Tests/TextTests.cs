namespace CleanLite.Domain.Tests;

public sealed class TextTests
{
    [Theory]
    [InlineData("plain", false)]
    [InlineData("", false)]
    [InlineData("\u00fcml\u00e4ut \ud83d\ude00", false)]
    [InlineData("tab\t", true)]
    [InlineData("nul\0", true)]
    [InlineData("esc\u001b[31m", true)]
    [InlineData("del\u007f", true)]
    [InlineData("c1\u0085", true)]
    public void IsUnfit_ControlCharactersAndHalfPairs_AreFound(string text, bool unfit) => Text.IsUnfit(text).ShouldBe(unfit);

    // A row of theory data would not carry half a pair to the test.
    [Fact]
    public void IsUnfit_HalfASurrogatePair_IsFound()
    {
        Text.IsUnfit("\ud800").ShouldBeTrue();
        Text.IsUnfit("\udc00\ud800").ShouldBeTrue();
        Text.IsUnfit("\ud83dx").ShouldBeTrue();
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("007", true)]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("", false)]
    [InlineData("-1", false)]
    [InlineData("+1", false)]
    [InlineData(" 1", false)]
    [InlineData("1\n", false)]
    [InlineData("1\0", false)]
    [InlineData("\u0661", false)]
    public void TryNumber_Text_TakesDigitsAlone(string text, bool taken) => Text.TryNumber<long>(text, out _).ShouldBe(taken);

    [Theory]
    [InlineData("two\nlines\tand a tab", false)]
    [InlineData("carriage\r\nreturn", true)]
    [InlineData("esc\u001b[31m", true)]
    [InlineData("c1\u0085", true)]
    public void IsUnfitProse_LineFeedsAndTabsPass_OtherControlCharactersDoNot(string text, bool unfit) => Text.IsUnfitProse(text).ShouldBe(unfit);

    [Fact]
    public void Excerpt_LongAndHostileText_IsShortAndPrintable()
    {
        var shown = Text.Excerpt("\u001b[2J\r\n\u2028\ud800" + new string('x', 100));
        shown.ShouldStartWith("\\u001B[2J\\u000D\\u000A\\u2028\\uD800xxx");
        shown.ShouldEndWith("...");
        Text.IsUnfit(shown).ShouldBeFalse();
    }
}
