using System.Globalization;
using System.Numerics;
using CleanLite.Application.Live;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Application.Tests.Live;

public sealed class LatestCursorTests
{
    [Fact]
    public void TryParse_WhatACursorWrites_IsThatCursor() => Prop.ForAll(Cursors().ToArbitrary(), cursor =>
    {
        LatestCursor.TryParse(cursor.ToString(), out var parsed).ShouldBeTrue();
        parsed.ShouldBe(cursor);
    }).ShouldHold();

    [Fact]
    public void TryParse_AnyText_IsWhatTheRuleSays()
    {
        var seen = new Coverage();
        var cursors = Cursors().Select(c => c.ToString());
        var texts = Gen.Frequency((1, cursors), (3, Texts.NearMiss(cursors, "0129. -+\0\u0661")), (1, Texts.Unfit()));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var parts = text.Split('.');
            var isCursor = parts.Length == 4 && IsNumber(parts[1], long.MaxValue) && IsNumber(parts[2], long.MaxValue) && IsNumber(parts[3], int.MaxValue);
            seen.Note("a cursor", isCursor);
            LatestCursor.TryParse(text, out var parsed).ShouldBe(isCursor);
            if (!isCursor) return;
            LatestCursor.TryParse(parsed.ToString(), out var again).ShouldBeTrue();
            again.ShouldBe(parsed);
        }).ShouldHold(coverage: seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("e.1.2")]
    [InlineData("e.1.2.3.4")]
    [InlineData("e.-1.2.3")]
    [InlineData("e.1.2.2147483648")]
    [InlineData("e.1.9223372036854775808.3")]
    [InlineData("e.1. 2.3")]
    [InlineData("e.1.2.3\0")]
    public void TryParse_WhatIsNoCursor_IsRefused(string text) => LatestCursor.TryParse(text, out _).ShouldBeFalse();

    private static bool IsNumber(string text, long most) =>
        text.Length > 0 && text.All(char.IsAsciiDigit) && BigInteger.Parse(text, CultureInfo.InvariantCulture) <= most;

    private static Gen<LatestCursor> Cursors() =>
        from epoch in Texts.Word("x9-k_2", 8, 8)
        from after in Numbers.Natural
        from upTo in Numbers.Natural
        from start in Numbers.Natural
        select new LatestCursor(epoch, after, upTo, (int)(start & int.MaxValue));
}
