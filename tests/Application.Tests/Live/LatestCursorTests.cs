using CleanLite.Application.Live;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Application.Tests.Live;

public sealed class LatestCursorTests
{
    [Fact]
    public void TryParse_WhatACursorWrites_IsThatCursor() => Prop.ForAll<NonNegativeInt, NonNegativeInt, NonNegativeInt>((after, upTo, start) =>
    {
        var cursor = new LatestCursor("x9-k_2", (long)after.Get << 20, long.MaxValue - upTo.Get, start.Get);
        LatestCursor.TryParse(cursor.ToString(), out var parsed).ShouldBeTrue();
        parsed.ShouldBe(cursor);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_AnyText_IsRefusedOrMeansTheSameWrittenAgain() => Prop.ForAll<string, string, int>((text, number, start) =>
    {
        foreach (var candidate in new[] { text ?? "", $"{text}.{number}.1.2", $"e.{number}.{start}.{text}" })
        {
            if (!LatestCursor.TryParse(candidate, out var parsed)) continue;
            (parsed.After >= 0 && parsed.UpTo >= 0 && parsed.Start >= 0).ShouldBeTrue();
            LatestCursor.TryParse(parsed.ToString(), out var again).ShouldBeTrue();
            again.ShouldBe(parsed);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("e.1.2")]
    [InlineData("e.1.2.3.4")]
    [InlineData("e.-1.2.3")]
    [InlineData("e.1.2.2147483648")]
    [InlineData("e.1.9223372036854775808.3")]
    [InlineData("e.1. 2.3")]
    public void TryParse_WhatIsNoCursor_IsRefused(string text) => LatestCursor.TryParse(text, out _).ShouldBeFalse();
}
