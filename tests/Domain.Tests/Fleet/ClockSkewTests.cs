using CleanLite.Domain.Fleet;

namespace CleanLite.Domain.Tests.Fleet;

public sealed class ClockSkewTests
{
    private readonly ClockSkew _skew = new();

    [Fact]
    public void Milliseconds_BeforeAHeartbeat_AreUnknown()
    {
        _skew.Add(0, 1_000);
        _skew.Milliseconds.ShouldBeNull();
    }

    [Fact]
    public void Milliseconds_OfSeveralHeartbeats_AreThoseOfTheLeastDelay()
    {
        _skew.Add(10_000, 10_040);
        _skew.Add(20_000, 20_003);
        _skew.Add(30_000, 30_900);
        _skew.Milliseconds.ShouldBe(-3);
    }

    [Fact]
    public void Milliseconds_AfterAStepOfTheClock_FollowWithinTheWindow()
    {
        _skew.Add(15_000, 10_000);
        _skew.Milliseconds.ShouldBe(5_000);
        for (var i = 0; i < ClockSkew.Window; i++) _skew.Add(20_000, 20_001);
        _skew.Milliseconds.ShouldBe(-1);
    }

    [Fact]
    public void Milliseconds_OfAbsurdClocks_DoNotOverflow()
    {
        _skew.Add(long.MaxValue, 1_795_000_000_000);
        _skew.Milliseconds.ShouldBe(long.MaxValue - 1_795_000_000_000);
    }
}
