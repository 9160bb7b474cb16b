using CleanLite.Domain.Ingest;

namespace CleanLite.Domain.Tests.Ingest;

public sealed class NewestPointTests
{
    [Theory]
    [InlineData(101, 1.0, PointVerdict.New)]
    [InlineData(100, 1.0, PointVerdict.Duplicate)]
    [InlineData(100, 2.0, PointVerdict.Late)]
    [InlineData(99, 1.0, PointVerdict.Late)]
    public void Judge_AgainstTheNewest_TellsNewDuplicateAndLate(long timestamp, double value, PointVerdict verdict) =>
        new NewestPoint(100, 1.0).Judge(timestamp, value).ShouldBe(verdict);

    [Fact]
    public void Judge_NegativeZeroForZero_IsNoDuplicate() => new NewestPoint(100, 0.0).Judge(100, -0.0).ShouldBe(PointVerdict.Late);

    [Fact]
    public void None_TakesEvenTheOldestTimestampButOne() => NewestPoint.None.Judge(long.MinValue + 1, 0).ShouldBe(PointVerdict.New);
}
