using System.Net;
using CleanLite.Application.Security;
using CleanLite.Infrastructure.Security;
using CleanLite.Testing;

namespace CleanLite.Infrastructure.Tests.Security;

public sealed class FailedAttemptsTests
{
    private readonly FakeTime _time = new();
    private readonly FailedAttempts _failures;

    public FailedAttemptsTests() =>
        _failures = new FailedAttempts(new SecurityOptions { FailuresPerMinute = 2, MaxFailureAddresses = 3 }, new SecurityMetrics(new TestMeters()), _time);

    [Fact]
    public void Address_BeyondItsAllowance_WaitsAndItsNeighbourDoesNot()
    {
        Fail("192.0.2.1").ShouldBeTrue();
        Fail("192.0.2.1").ShouldBeTrue();
        Fail("192.0.2.1").ShouldBeFalse();
        Fail("192.0.2.2").ShouldBeTrue();
        _failures.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        _time.Advance(_failures.RetryAfter);
        Fail("192.0.2.1").ShouldBeTrue();
        Fail("192.0.2.1").ShouldBeFalse();
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    public void Addresses_OfOneHost_CountAsOne(string one, string other, bool same)
    {
        Fail(one).ShouldBeTrue();
        Fail(one).ShouldBeTrue();
        Fail(other).ShouldBe(!same);
    }

    [Fact]
    public void Table_Full_ForgetsTheAddressThatFailedLongestAgo()
    {
        foreach (var address in new[] { "192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.2", "192.0.2.3" }) Fail(address).ShouldBeTrue();
        Fail("192.0.2.1").ShouldBeFalse();
        Fail("192.0.2.4").ShouldBeTrue();
        Fail("192.0.2.1").ShouldBeFalse("It failed lately, so it is remembered.");
        Fail("192.0.2.2").ShouldBeTrue("It was forgotten.");
    }

    private bool Fail(string address) => _failures.TryFail(IPAddress.Parse(address));
}
