using CleanLite.Domain.Ingest;

namespace CleanLite.Domain.Tests.Ingest;

public sealed class LabelSetTests
{
    private static readonly LabelLimits Limits = new(MaxCount: 2, MaxNameLength: 4, MaxValueLength: 6);

    [Fact]
    public void TryCreate_AnyOrder_GivesEqualSortedSets()
    {
        LabelSet.TryCreate([new("b", "2"), new("a", "1")], Limits, out var one).ShouldBeNull();
        LabelSet.TryCreate([new("a", "1"), new("b", "2")], Limits, out var other).ShouldBeNull();
        one.ShouldBe(other);
        one.GetHashCode().ShouldBe(other.GetHashCode());
        one.Items.ToArray().Select(l => l.Name).ShouldBe(["a", "b"]);
        one.Find("b").ShouldBe("2");
        one.Find("c").ShouldBeNull();
    }

    [Theory]
    [InlineData("", "v", ViolationCode.BadLabel)]
    [InlineData("abcd", "v", null)]
    [InlineData("abcde", "v", ViolationCode.BadLabel)]
    [InlineData("a", "123456", null)]
    [InlineData("a", "1234567", ViolationCode.BadLabel)]
    [InlineData("a", "", null)]
    [InlineData("a", "x\n", ViolationCode.BadText)]
    [InlineData("a\t", "x", ViolationCode.BadText)]
    public void TryCreate_OneLabel_IsHeldToTheLimits(string name, string value, ViolationCode? code) =>
        (LabelSet.TryCreate([new(name, value)], Limits, out _)?.Code).ShouldBe(code);

    [Fact]
    public void TryCreate_CountAtAndBeyondTheCap_IsTakenAndRefused()
    {
        LabelSet.TryCreate([new("a", ""), new("b", "")], Limits, out _).ShouldBeNull();
        LabelSet.TryCreate([new("a", ""), new("b", ""), new("c", "")], Limits, out _)!.Value.Code.ShouldBe(ViolationCode.TooManyLabels);
    }

    [Fact]
    public void TryCreate_ANameTwice_IsRefused() =>
        LabelSet.TryCreate([new("a", "1"), new("a", "2")], Limits, out _)!.Value.Code.ShouldBe(ViolationCode.BadLabel);
}
