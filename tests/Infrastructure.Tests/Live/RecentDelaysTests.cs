using CleanLite.Infrastructure.Live;

namespace CleanLite.Infrastructure.Tests.Live;

public sealed class RecentDelaysTests
{
    private readonly RecentDelays _delays = new();

    [Fact]
    public void Read_None_IsNull() => _delays.Read().ShouldBeNull();

    [Fact]
    public void Read_One_IsBoth()
    {
        Add(7);
        Read().ShouldBe((7, 7));
    }

    [Fact]
    public void Read_OneToAHundred_AreThePercentiles()
    {
        for (var delay = 100; delay >= 1; delay--) Add(delay);
        Read().ShouldBe((50, 99));
    }

    [Fact]
    public void Read_MoreThanAreKept_KnowsTheLastOnes()
    {
        Add(1_000);
        for (var i = 0; i < RecentDelays.Capacity; i++) Add(2);
        Read().ShouldBe((2, 2));
    }

    private void Add(int milliseconds) => _delays.Add(TimeSpan.FromMilliseconds(milliseconds));

    private (double P50, double P99) Read()
    {
        var (p50, p99) = _delays.Read().ShouldNotBeNull();
        return (p50.TotalMilliseconds, p99.TotalMilliseconds);
    }
}
