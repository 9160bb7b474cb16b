using CleanLite.Domain.Live;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Domain.Tests.Live;

public sealed class StreamPositionTests
{
    [Fact]
    public void TryParse_WhatAPositionWrites_IsThatPosition() => Prop.ForAll<NonEmptyString, NonNegativeInt, int>((epoch, high, low) =>
    {
        var position = new StreamPosition(epoch.Get[..Math.Min(epoch.Get.Length, StreamPosition.MaxEpochLength)], ((long)high.Get << 32) + (uint)low);
        StreamPosition.TryParse(position.ToString(), out var parsed).ShouldBeTrue();
        parsed.ShouldBe(position);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_AnyText_IsRefusedOrMeansTheSameWrittenAgain() => Prop.ForAll<string, string>((epoch, offset) =>
    {
        if (!StreamPosition.TryParse($"{epoch}:{offset}", out var parsed)) return;
        (parsed.Epoch.Length is > 0 and <= StreamPosition.MaxEpochLength).ShouldBeTrue();
        parsed.Offset.ShouldBeGreaterThanOrEqualTo(0);
        StreamPosition.TryParse(parsed.ToString(), out var again).ShouldBeTrue();
        again.ShouldBe(parsed);
    }).QuickCheckThrowOnFailure();

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
}
