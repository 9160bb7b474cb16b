using CleanLite.Agent.Session;
using CleanLite.Agent.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Agent.Tests.Session;

public sealed class BackoffTests
{
    private static readonly TimeSpan Minimum = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Maximum = TimeSpan.FromSeconds(30);

    [Fact]
    public void Next_AnySeedAndAnyNumberOfFailures_StaysBetweenMinimumAndMaximum() => Prop.ForAll<int, byte>((seed, failures) =>
    {
        var backoff = new Backoff(Minimum, Maximum, new Random(seed));
        for (var i = 0; i <= failures; i++)
            backoff.Next().ShouldBeInRange(Minimum, Maximum);
    }).ShouldHold();

    [Fact]
    public void Next_FailureAfterFailure_CeilingDoublesUpToTheMaximum()
    {
        var backoff = new Backoff(Minimum, Maximum, new FixedJitter(1));

        double[] seconds = [.. Enumerable.Range(0, 5).Select(_ => backoff.Next().TotalSeconds)];

        seconds.ShouldBe([6, 12, 24, 30, 30]);
    }

    [Fact]
    public void Next_FleetThatFailsAtOnce_NoSecondHoldsAQuarterOfIt()
    {
        var waits = Enumerable.Range(0, 2_000).Select(seed => new Backoff(Minimum, Maximum, new Random(seed)).Next());

        waits.GroupBy(wait => (int)wait.TotalSeconds).Max(second => second.Count()).ShouldBeLessThan(500);
    }

    [Fact]
    public void Reset_AfterFailures_StartsOver()
    {
        var backoff = new Backoff(Minimum, Maximum, new FixedJitter(1));
        backoff.Next();
        backoff.Next();

        backoff.Reset();

        backoff.Next().ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void NotBefore_AnySeed_IsNeverEarlierAndAtMostHalfLater() => Prop.ForAll<int>(seed =>
        new Backoff(Minimum, Maximum, new Random(seed)).NotBefore(Maximum).ShouldBeInRange(Maximum, Maximum * 1.5))
        .ShouldHold();
}
