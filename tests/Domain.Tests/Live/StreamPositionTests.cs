using System.Globalization;
using System.Numerics;
using CleanLite.Domain.Live;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Domain.Tests.Live;

public sealed class StreamPositionTests
{
    [Fact]
    public void TryParse_WhatAPositionWrites_IsThatPosition() => Prop.ForAll(Positions().ToArbitrary(), position =>
    {
        StreamPosition.TryParse(position.ToString(), out var parsed).ShouldBeTrue();
        parsed.ShouldBe(position);
    }).ShouldHold();

    [Fact]
    public void TryParse_AnyText_IsWhatTheRuleSays()
    {
        var seen = new Coverage();
        var positions = Positions().Select(p => p.ToString());
        var texts = Gen.Frequency((2, positions), (5, Texts.NearMiss(positions, "0129:a -+\0\u0661")), (1, Texts.Unfit()), (1, Texts.Word("e:19", 0, 24)));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var (epoch, offset) = Split(text);
            var isPosition = epoch.Length is > 0 and <= StreamPosition.MaxEpochLength && offset.Length > 0 && offset.All(char.IsAsciiDigit)
                && BigInteger.Parse(offset, CultureInfo.InvariantCulture) <= long.MaxValue;
            seen.Note("a position", isPosition);
            StreamPosition.TryParse(text, out var parsed).ShouldBe(isPosition);
            if (isPosition) parsed.ShouldBe(new StreamPosition(epoch, long.Parse(offset, CultureInfo.InvariantCulture)));
        }).ShouldHold(coverage: seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":1")]
    [InlineData("epoch")]
    [InlineData("epoch:")]
    [InlineData("epoch:-1")]
    [InlineData("epoch:+1")]
    [InlineData("epoch: 1")]
    [InlineData("epoch:1 ")]
    [InlineData("epoch:0x1")]
    [InlineData("epoch:9223372036854775808")]
    public void TryParse_WhatIsNoPosition_IsRefused(string text) => StreamPosition.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_EpochAtTheCapAndBeyond_FollowsTheRule()
    {
        StreamPosition.TryParse($"{new string('e', StreamPosition.MaxEpochLength)}:1", out _).ShouldBeTrue();
        StreamPosition.TryParse($"{new string('e', StreamPosition.MaxEpochLength + 1)}:1", out _).ShouldBeFalse();
    }

    private static (string Epoch, string Offset) Split(string text)
    {
        var parts = text.Split(':');
        return parts.Length < 2 ? ("", "") : (string.Join(':', parts[..^1]), parts[^1]);
    }

    // Epochs from outside may be anything; offsets of every magnitude.
    private static Gen<StreamPosition> Positions() =>
        from epoch in Gen.Frequency(
            (4, Texts.Word("k3jx9a2m", 8, 8)), (1, Texts.Word("a:", 1, StreamPosition.MaxEpochLength)), (1, Texts.Plain(StreamPosition.MaxEpochLength / 2)))
        from offset in Numbers.Natural
        select new StreamPosition(epoch, offset);
}
