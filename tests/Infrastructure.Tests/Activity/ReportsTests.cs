using CleanLite.Application.Activity;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Activity;
using CleanLite.Testing;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Activity;

/// <summary>What becomes an event of the server.</summary>
public sealed class ReportsTests
{
    private static readonly AgentId Web = AgentId.Parse("web-1");

    private readonly FakeTime _time = new();
    private readonly List<ActivityEvent> _shown = [];
    private readonly SystemEvents _events;
    private readonly RefusalFold _fold;

    public ReportsTests()
    {
        var broadcaster = Substitute.For<IActivityBroadcaster>();
        broadcaster.When(b => b.Publish(Arg.Any<ActivityEvent>())).Do(call => _shown.Add(call.Arg<ActivityEvent>()));
        _events = new SystemEvents(broadcaster, new EventIds(_time), _time);
        _fold = new RefusalFold(new ActivityOptions { RefusalsPerSecondPerAgent = 5 }, _time);
    }

    [Theory]
    [InlineData(PresenceChange.Connected, "agent.connected", Severity.Info)]
    [InlineData(PresenceChange.Reconnected, "agent.reconnected", Severity.Info)]
    [InlineData(PresenceChange.Stale, "agent.stale", Severity.Warn)]
    [InlineData(PresenceChange.Offline, "agent.offline", Severity.Warn)]
    [InlineData(PresenceChange.Superseded, "agent.superseded", Severity.Warn)]
    public async Task PresenceChange_IsShownOnChannelAgents(PresenceChange change, string type, Severity severity)
    {
        var hello = new AgentHello { AgentId = Web, SessionId = "s", Hostname = "host-a", AgentVersion = "1.2" };
        await new ReportWhenAgentPresenceChanges(_events).Handle(new AgentPresenceChanged(Web, change, "silence", _time.UnixMs, hello) { Detail = "Nothing was heard." }, default);

        var shown = _shown.ShouldHaveSingleItem();
        (shown.Type, shown.Severity, shown.Subject, shown.Source).ShouldBe((type, severity, "web-1", "server"));
        shown.Message.ShouldEndWith(": Nothing was heard.");
        LiveChannels.OfType(shown.Type).ShouldBe("agents");
        EventFilter.AgentOf(shown).ShouldBe("web-1");
        shown.Attributes.ShouldBe(new Dictionary<string, string> { ["agent"] = "web-1", ["reason"] = "silence", ["detail"] = "Nothing was heard.", ["hostname"] = "host-a", ["version"] = "1.2" });
    }

    [Fact]
    public async Task PresenceChange_ThatBelongsToAStory_IsNoEventOfItsOwn()
    {
        await new ReportWhenAgentPresenceChanges(_events).Handle(
            new AgentPresenceChanged(Web, PresenceChange.Offline, "closed", _time.UnixMs, null) { IsFolded = true }, default);
        _shown.ShouldBeEmpty();
    }

    [Fact]
    public async Task PresenceChange_WithAHostileReason_IsShownAsPlainText()
    {
        await new ReportWhenAgentPresenceChanges(_events).Handle(
            new AgentPresenceChanged(Web, PresenceChange.Offline, "goodbye", _time.UnixMs, null) { Detail = "\u001b[2Jbye\r\n" + new string('x', 10_000) }, default);

        var shown = _shown.ShouldHaveSingleItem();
        shown.Message.ShouldStartWith("Agent web-1 is gone: \\u001B[2Jbye\\u000D\\u000Axxx");
        shown.Message.Length.ShouldBeLessThan(300);
        shown.Attributes.Keys.ShouldBe(["agent", "reason", "detail"]);
        CleanLite.Domain.Text.IsUnfit(shown.Attributes["detail"]).ShouldBeFalse();
    }

    [Fact]
    public async Task RefusedSeries_AreShownOneByOneUpToTheRate_TheOthersFolded()
    {
        var reports = new ReportWhenSeriesRefused(_fold, _events);
        var violations = Enumerable.Range(0, 100).Select(i => new Violation(ViolationCode.TooFarInFuture, i, $"cpu{i}", $"Detail {i}.")).ToList();
        await reports.Handle(new SeriesRefused(Web, "1.2", violations, 100), default);
        await reports.Handle(new SeriesRefused(AgentId.Parse("db-1"), "", violations[..1], 1), default);

        _shown.Count.ShouldBe(6);
        _shown.ShouldAllBe(e => e.Type == "reject.series" && LiveChannels.OfType(e.Type) == "rejects" && e.Severity == Severity.Warn);
        (_shown[0].Subject, _shown[0].Message).ShouldBe(("cpu0", "Detail 0."));
        _shown[0].Attributes.ShouldBe(new Dictionary<string, string> { ["agent"] = "web-1", ["code"] = "too_far_in_future", ["series"] = "0", ["version"] = "1.2" });
        EventFilter.AgentOf(_shown[5]).ShouldBe("db-1");

        var folded = new TellFoldedRefusals(_fold, _events, _time);
        folded.Tell();
        folded.Tell();
        _shown.Count.ShouldBe(7);
        (_shown[6].Type, _shown[6].Subject, _shown[6].Attributes["count"]).ShouldBe(("reject.folded", "web-1", "95"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await reports.Handle(new SeriesRefused(Web, "1.2", violations, 100), default);
        _shown.Count.ShouldBe(12);
    }

    [Fact]
    public void RefusalFold_PastItsBoundOnAgents_FoldsFurtherOnesTogether_AndForgetsQuietOnes()
    {
        for (var i = 0; i < RefusalFold.MaxAgents; i++) _fold.TryTell(AgentId.Parse($"a-{i}")).ShouldBeTrue();
        _fold.TryTell(Web).ShouldBeFalse();
        _fold.TryTell(Web).ShouldBeFalse();
        _fold.TakeFolded().ShouldBe([(default, 2)]);

        _time.Advance(TimeSpan.FromSeconds(11));
        _fold.TakeFolded().ShouldBeEmpty();
        _fold.TryTell(Web).ShouldBeTrue();
    }

    [Fact]
    public async Task RefusedEvent_IsShown_AndARateLimitIsToldAsALimit()
    {
        var reports = new ReportWhenEventRefused(_fold, _events);
        await reports.Handle(new EventRefused(Web, "Bad", EventRefusal.BadType, "The type is bad."), default);
        for (var i = 0; i < 50; i++) await reports.Handle(new EventRefused(Web, "task.x", EventRefusal.RateLimited, "Too many."), default);

        _shown.Select(e => e.Type).ShouldBe(["reject.event", "system.limit"]);
        _shown[0].Attributes["code"].ShouldBe("bad_type");
        (_shown[1].Subject, _shown[1].Attributes["limit"]).ShouldBe(("web-1", "Activity:EventsPerSecondPerAgent"));
        _time.Advance(SystemEvents.LimitEvery);
        await reports.Handle(new EventRefused(Web, "task.x", EventRefusal.RateLimited, "Too many."), default);
        _shown[2].Attributes["folded"].ShouldBe("49");
    }

    [Fact]
    public async Task Server_SaysThatItIsThere_AndThatItGoes()
    {
        using var started = new CancellationTokenSource();
        using var stopping = new CancellationTokenSource();
        var lifetime = Substitute.For<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Returns(started.Token);
        lifetime.ApplicationStopping.Returns(stopping.Token);
        await new AnnounceServer(lifetime, _events).StartAsync(default);
        _shown.ShouldBeEmpty();
        await started.CancelAsync();
        await stopping.CancelAsync();

        _shown.Select(e => e.Type).ShouldBe(["system.started", "system.stopping"]);
        _shown[0].Attributes["version"].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task LogNotices_ReachTheFeed_AlsoThoseLeftBeforeItWasThere()
    {
        var notices = new ActivityLogNotices();
        notices.Leave("system.log_degraded", Severity.Error, "The disk is full.", StorageFault.LowSpace);
        using var announce = new AnnounceActivityLog(notices, _events);
        await announce.StartAsync(default);
        for (var i = 0; i < 1_000 && _shown.Count == 0; i++) await Task.Delay(10);
        await announce.StopAsync(default);

        var shown = _shown.ShouldHaveSingleItem();
        (shown.Type, shown.Severity, shown.Subject, shown.Attributes["fault"]).ShouldBe(("system.log_degraded", Severity.Error, "activity", "low_space"));
    }
}
