using CleanLite.Abuse.Categories;
using CleanLite.Abuse.Runs;

namespace CleanLite.Abuse.Tests;

/// <summary>What the proof takes for too late, too much, or different.</summary>
public sealed class MarksTests
{
    [Theory]
    [InlineData(2, 10, false)]
    [InlineData(2, 11, true)]
    [InlineData(8, 16, false)]
    [InlineData(8, 17, true)]
    public void Delays_AreTooLong_PastTwiceThoseOfQuietAndTheFloor(long quiet, long beside, bool isMissed) =>
        (Of(200, beside).MissAgainst(Of(200, quiet)) is not null).ShouldBe(isMissed);

    [Fact]
    public void Delays_OfAHandfulOfPoints_AreNotJudged() => Of(99, 1_000).MissAgainst(Of(200, 1)).ShouldBeNull();

    [Fact]
    public void Worst_OfAFigure_IsItsHighest()
    {
        var worst = new Worst();
        foreach (var value in new[] { 3.0, 9, 4 }) worst.Add("slowest", value, 8, "ms");
        worst.Add("other", 1, 8, "ms");
        worst.Misses.ShouldBe(["slowest: 9 ms, allowed 8"]);
        worst.Lines.Count.ShouldBe(2);
    }

    [Fact]
    public void T_OfTwoSamples_IsWelchs()
    {
        // Means 3 and 6, variances 2.5 and 10, five each: -3 / sqrt(0.5 + 2).
        var (left, right) = (Sample.Of([1, 2, 3, 4, 5]), Sample.Of([2, 4, 6, 8, 10]));
        left.TAgainst(right).ShouldBe(-3 / Math.Sqrt(2.5), 1e-12);
        left.Median.ShouldBe(3);
    }

    private static Delays Of(int count, long ms) => Delays.Of([.. Enumerable.Repeat(ms, count)]);
}
