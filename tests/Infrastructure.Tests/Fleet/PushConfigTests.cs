using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Infrastructure.Tests.Fleet;

/// <summary>Configurations at the push desk: sent only where hashes differ, and never an old one last.</summary>
public sealed class PushConfigTests
{
    private readonly PushBench _bench = new();
    private readonly FakeLink _link = new();
    private readonly AgentConfig _config = PushBench.Config(5_000);

    [Fact]
    public async Task PushConfig_AgentThere_IsPushedOnceAndNotedWhenApplied()
    {
        var agent = await _bench.ConnectAsync(link: _link);
        var push = _bench.PushConfig(_config).ShouldNotBeNull();
        _bench.PushConfig(_config).ShouldNotBeNull().Push.Id.ShouldBe(push.Push.Id);

        _bench.Answer(agent, push, PushState.Applied, _config.Hash).ShouldBe(AnswerVerdict.Taken);
        (_bench.Agent().Hello!.ConfigHash, _bench.Agent().Hello!.ReportIntervalMs).ShouldBe((_config.Hash, 5_000));
        _bench.PushConfig(_config).ShouldBeNull();
        _link.Pushes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task PushConfig_AgentRunsWithIt_IsNotPushed()
    {
        await _bench.ConnectAsync(link: _link, hash: _config.Hash);
        _bench.PushConfig(_config).ShouldBeNull();
        _link.Pushes.ShouldBeEmpty();
    }

    [Fact]
    public async Task PushConfig_BackToWhatIsInForceWhileAnotherIsUnderWay_IsPushedAgain()
    {
        await _bench.ConnectAsync(link: _link, hash: _config.Hash);
        _bench.PushConfig(PushBench.Config(7_000)).ShouldNotBeNull();
        _bench.PushConfig(_config).ShouldNotBeNull();
        _link.Pushes.Select(p => ((PushBody.NewConfig)p.Body).Config.ReportIntervalMs).ShouldBe([7_000, 5_000]);
    }

    [Fact]
    public async Task PushConfig_BackToWhatIsInForceWhileAnotherWaits_TakesThatOneBack()
    {
        _bench.Leave(await _bench.ConnectAsync(hash: _config.Hash));
        var waiting = _bench.PushConfig(PushBench.Config(7_000)).ShouldNotBeNull();
        _bench.PushConfig(_config).ShouldBeNull();
        _bench.Find(waiting).State.ShouldBe(PushState.Superseded);
    }

    [Fact]
    public async Task Acknowledge_AnotherHashThanPushed_IsAFailure()
    {
        var agent = await _bench.ConnectAsync();
        var push = _bench.PushConfig(_config).ShouldNotBeNull();
        _bench.Answer(agent, push, PushState.Applied, "0123").ShouldBe(AnswerVerdict.Taken);

        _bench.Find(push).State.ShouldBe(PushState.Failed);
        _bench.Agent().Hello!.ConfigHash.ShouldBe("0123");
    }

    [Fact]
    public async Task Greet_HashesDiffer_CarriesTheConfiguration()
    {
        var agent = await _bench.ConnectAsync();
        _bench.Desk.Greet(agent).ShouldBeNull();
        _bench.PushConfig(_config);

        _bench.Desk.Greet(await _bench.HelloAsync()).ShouldBe(_config);
        _bench.Desk.Greet(await _bench.HelloAsync(hash: "old")).ShouldBe(_config);
        _bench.Desk.Greet(await _bench.HelloAsync(hash: _config.Hash)).ShouldBeNull();
    }

    [Fact]
    public async Task Attach_WithTheHashThatWaits_EndsTheWaiting()
    {
        _bench.Leave(await _bench.ConnectAsync());
        var push = _bench.PushConfig(_config).ShouldNotBeNull();
        await _bench.ConnectAsync(link: _link, hash: _config.Hash);

        _bench.Find(push).State.ShouldBe(PushState.Applied);
        _link.Pushes.ShouldBeEmpty();
    }

    [Fact]
    public async Task PushConfig_FiveWhileAbsent_LeaveTheNewest()
    {
        _bench.Leave(await _bench.ConnectAsync());
        for (var i = 1; i <= 5; i++) _bench.PushConfig(PushBench.Config(i * 1_000));
        await _bench.ConnectAsync(link: _link);

        _link.Pushes.ShouldHaveSingleItem().Body.ShouldBeOfType<PushBody.NewConfig>().Config.ReportIntervalMs.ShouldBe(5_000);
    }

    [Fact]
    public async Task Acknowledge_WithoutAPush_ReportsTheConfigurationOfTheWelcomeOnce()
    {
        _bench.PushConfig(_config).ShouldBeNull();
        var agent = await _bench.ConnectAsync();

        _bench.Desk.Acknowledge(agent, "", PushState.Applied, "", "made-up").ShouldBe(AnswerVerdict.Late);
        _bench.Desk.Acknowledge(agent, "", PushState.Applied, "", _config.Hash).ShouldBe(AnswerVerdict.Taken);
        _bench.Desk.Acknowledge(agent, "", PushState.Applied, "", _config.Hash).ShouldBe(AnswerVerdict.Late);
        _bench.Agent().Hello!.ConfigHash.ShouldBe(_config.Hash);
        _bench.Settled.ShouldHaveSingleItem().ConfigHash.ShouldBe(_config.Hash);
    }

    [Fact]
    public async Task Acknowledge_WithoutAPushThatItFailed_IsToldOncePerStream()
    {
        _bench.PushConfig(_config);
        var agent = await _bench.ConnectAsync();
        _bench.Desk.Acknowledge(agent, "", PushState.Failed, "no", "").ShouldBe(AnswerVerdict.Taken);
        _bench.Desk.Acknowledge(agent, "", PushState.Failed, "no", "").ShouldBe(AnswerVerdict.Late);
        _bench.Settled.Count().ShouldBe(1);
    }

    [Fact]
    public void For_OwnBeforeGroup_MoreLabelsBeforeFewer_LaterBeforeEarlier()
    {
        var labels = LabelSet.Of(("env", "prod"), ("role", "web"));
        SetGroup(1_000, ("env", "prod"));
        IntervalFor("web-1", labels).ShouldBe(1_000);
        SetGroup(2_000, ("env", "prod"), ("role", "web"));
        IntervalFor("web-1", labels).ShouldBe(2_000);
        SetGroup(3_000, ("role", "web"));
        IntervalFor("web-1", labels).ShouldBe(2_000);
        IntervalFor("web-1", LabelSet.Of(("role", "web"))).ShouldBe(3_000);
        SetGroup(4_000, ("role", "db"));
        IntervalFor("web-1", LabelSet.Of(("env", "prod"), ("role", "db"))).ShouldBe(4_000);
        _bench.Configs.TrySet(DesiredConfig.OfAgent(AgentId.Parse("web-1"), PushBench.Config(9_000), 0));
        IntervalFor("web-1", labels).ShouldBe(9_000);
        _bench.Configs.For(AgentId.Parse("web-2"), LabelSet.Empty).ShouldBeNull();
    }

    [Fact]
    public async Task TryRemove_OwnConfiguration_GivesWayToTheGroups()
    {
        var group = LabelSet.Of(("env", "prod"));
        await _bench.ConnectAsync(link: _link, labels: group);
        _bench.Configs.TrySet(DesiredConfig.OfGroup(group, _config, 1)).ShouldBeTrue();
        _bench.PushConfig(PushBench.Config(7_000)).ShouldNotBeNull();

        _bench.Configs.TryRemove(AgentId.Parse("web-1")).ShouldBeTrue();
        _bench.Desk.PushConfig(AgentId.Parse("web-1"), "", PushBench.Life).ShouldBeOfType<PushOutcome.Made>();
        _link.Pushes.Select(p => ((PushBody.NewConfig)p.Body).Config.ReportIntervalMs).ShouldBe([7_000, 5_000]);
        _bench.Configs.TryRemove(AgentId.Parse("web-1")).ShouldBeFalse();
    }

    [Fact]
    public async Task TryRemove_WhileItsPushWaits_TakesThatBack()
    {
        _bench.Leave(await _bench.ConnectAsync());
        var waiting = _bench.PushConfig(_config).ShouldNotBeNull();
        _bench.Configs.TryRemove(AgentId.Parse("web-1")).ShouldBeTrue();
        _bench.Desk.PushConfig(AgentId.Parse("web-1"), "", PushBench.Life).ShouldBeNull();
        _bench.Find(waiting).State.ShouldBe(PushState.Superseded);

        await _bench.ConnectAsync(link: _link);
        _link.Pushes.ShouldBeEmpty();
    }

    [Fact]
    public void TrySet_AtTheCapAndBeyond_RefusesNewOnesOnly()
    {
        var bench = new PushBench(new FleetOptions { MaxConfigs = 1 });
        bench.Configs.TrySet(DesiredConfig.OfAgent(AgentId.Parse("a"), PushBench.Config(1_000), 0)).ShouldBeTrue();
        bench.Configs.TrySet(DesiredConfig.OfAgent(AgentId.Parse("b"), PushBench.Config(1_000), 0)).ShouldBeFalse();
        bench.Configs.TrySet(DesiredConfig.OfAgent(AgentId.Parse("a"), PushBench.Config(2_000), 0)).ShouldBeTrue();
    }

    private void SetGroup(int intervalMs, params (string Name, string Value)[] labels) =>
        _bench.Configs.TrySet(DesiredConfig.OfGroup(LabelSet.Of(labels), PushBench.Config(intervalMs), 0)).ShouldBeTrue();

    private int IntervalFor(string agent, LabelSet labels) => _bench.Configs.For(AgentId.Parse(agent), labels).ShouldNotBeNull().Config.ReportIntervalMs;
}
