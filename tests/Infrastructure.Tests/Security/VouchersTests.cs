using CleanLite.Application.Security;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Security;
using CleanLite.Testing;

namespace CleanLite.Infrastructure.Tests.Security;

public sealed class VouchersTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Credential _credential;
    private readonly Vouchers _vouchers;

    public VouchersTests()
    {
        _credential = new Credential("v", Audience.Viewer, PatternList.Any, null, _end.Token);
        _vouchers = new Vouchers("tickets", 3, TimeSpan.FromSeconds(30), new SecurityMetrics(new TestMeters()), _time);
    }

    public void Dispose() => _end.Dispose();

    [Fact]
    public void Secret_IsFoundUntilItsTime()
    {
        var secret = _vouchers.Issue(_credential);
        secret.Length.ShouldBe(43);
        _time.Advance(TimeSpan.FromSeconds(29));
        _vouchers.Find(secret).ShouldBeSameAs(_credential);
        _time.Advance(TimeSpan.FromSeconds(1));
        _vouchers.Find(secret).ShouldBeNull();
    }

    [Fact]
    public void Secret_Redeemed_IsVoid()
    {
        var secret = _vouchers.Issue(_credential);
        _vouchers.TryRedeem(secret, out var credential).ShouldBeTrue();
        credential.ShouldBeSameAs(_credential);
        _vouchers.TryRedeem(secret, out _).ShouldBeFalse();
    }

    [Fact]
    public void Secret_RedeemedByManyAtOnce_IsTakenByOne()
    {
        for (var round = 0; round < 200; round++)
        {
            var (secret, taken) = (_vouchers.Issue(_credential), 0);
            Parallel.For(0, 8, _ => Interlocked.Add(ref taken, _vouchers.TryRedeem(secret, out var _) ? 1 : 0));
            taken.ShouldBe(1);
        }
    }

    [Fact]
    public void Credential_Ended_VoidsItsSecrets()
    {
        var secret = _vouchers.Issue(_credential);
        _end.Cancel();
        _vouchers.Find(secret).ShouldBeNull();
        _vouchers.TryRedeem(secret, out _).ShouldBeFalse();
    }

    [Fact]
    public void Table_Full_ForgetsTheOldest()
    {
        var secrets = Enumerable.Range(0, 4).Select(_ => _vouchers.Issue(_credential)).ToList();
        _vouchers.Find(secrets[0]).ShouldBeNull();
        secrets.Skip(1).ShouldAllBe(s => _vouchers.Find(s) != null);
    }
}
