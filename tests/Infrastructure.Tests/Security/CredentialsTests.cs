using CleanLite.Application.Security;
using CleanLite.Infrastructure.Security;
using CleanLite.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Security;

public sealed class CredentialsTests
{
    private const string First = "first-token-0123456789";
    private const string Second = "second-token-0123456789";

    private readonly ISecuritySettings _settings = Substitute.For<ISecuritySettings>();
    private readonly FakeTime _time = new();

    [Fact]
    public void Find_EveryToken_GivesItsCredentialAndNoOther()
    {
        var credentials = New(With((First, ""), (Second, "")));
        credentials.Find(First)!.Name.ShouldBe("t0");
        credentials.Find(Second)!.Name.ShouldBe("t1");
        credentials.Find(First + "x").ShouldBeNull();
        credentials.Find("").ShouldBeNull();
        credentials.Find(credentials.OwnToken)!.Audience.ShouldBe(Audience.Agent);
    }

    [Fact]
    public void Refresh_OneTokenGone_EndsItAndLeavesItsNeighbour()
    {
        var credentials = New(With((First, ""), (Second, "")));
        var (gone, stays) = (credentials.Find(First)!, credentials.Find(Second)!);
        var next = With((Second, ""));
        next.ViewerTokens[0].Name = "t1";
        Tell(next);
        credentials.Refresh();

        Ends(gone);
        stays.Ended.IsCancellationRequested.ShouldBeFalse();
        credentials.Find(Second).ShouldBeSameAs(stays);
        credentials.Find(First).ShouldBeNull();
    }

    [Fact]
    public void Refresh_SettingsThatCannotBeRead_ChangesNothing()
    {
        var credentials = New(With((First, "")));
        var before = credentials.Find(First);
        _settings.TryRead(out Arg.Any<SecurityOptions?>(), out Arg.Any<string?>()).Returns(call =>
        {
            call[1] = "broken";
            return false;
        });
        credentials.Refresh();
        credentials.Find(First).ShouldBeSameAs(before);
    }

    [Fact]
    public void Refresh_TokenBack_IsAnotherCredentialThanTheOneThatEnded()
    {
        var credentials = New(With((First, "")));
        var before = credentials.Find(First)!;
        Tell(new SecurityOptions());
        credentials.Refresh();
        Tell(With((First, "")));
        credentials.Refresh();
        Ends(before);
        credentials.Find(First)!.IsValid(_time.GetUtcNow()).ShouldBeTrue();
    }

    [Fact]
    public void Anonymous_OnceTokensCome_EndsAndDoesNotComeBack()
    {
        var credentials = New(new SecurityOptions());
        var everyone = credentials.AnonymousOf(Audience.Viewer)!;
        Tell(With((First, "")));
        credentials.Refresh();
        Ends(everyone);
        credentials.AnonymousOf(Audience.Viewer).ShouldBeNull();
        credentials.AnonymousOf(Audience.Agent).ShouldNotBeNull();

        Tell(new SecurityOptions());
        credentials.Refresh();
        credentials.AnonymousOf(Audience.Viewer).ShouldBeNull();
    }

    [Fact]
    public void Expiry_Passed_IsNoticedAtOnceByChecksAndAtTheNextLookByTheRest()
    {
        var credentials = New(With((First, (_time.GetUtcNow() + TimeSpan.FromSeconds(10)).ToString("O"))));
        var credential = credentials.Find(First)!;
        credential.IsValid(_time.GetUtcNow()).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(10));
        credential.IsValid(_time.GetUtcNow()).ShouldBeFalse();
        credentials.Refresh();
        Ends(credential);
    }

    private static void Ends(Credential credential) => credential.Ended.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)).ShouldBeTrue();

    private static SecurityOptions With(params (string Token, string ExpiresAt)[] tokens)
    {
        var options = new SecurityOptions();
        foreach (var (token, expiresAt) in tokens)
            options.ViewerTokens.Add(new TokenOptions { Name = $"t{options.ViewerTokens.Count}", Token = token, ExpiresAt = expiresAt });
        return options;
    }

    private Credentials New(SecurityOptions options)
    {
        Tell(options);
        return new Credentials(options, _settings, new SecurityMetrics(new TestMeters()), _time, NullLogger<Credentials>.Instance);
    }

    private void Tell(SecurityOptions options) => _settings.TryRead(out Arg.Any<SecurityOptions?>(), out Arg.Any<string?>()).Returns(call =>
    {
        call[0] = options;
        return true;
    });
}
