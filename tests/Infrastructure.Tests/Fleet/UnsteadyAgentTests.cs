using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Tests.Fleet;

/// <summary>Agents that flap, and processes that share an id: one growing story instead of a row each.</summary>
public sealed class UnsteadyAgentTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly PushBench _bench = new(new FleetOptions { FlapPairs = 3, FlapWindow = TimeSpan.FromMinutes(5) });

    private IEnumerable<AgentPresenceChanged> Rows => _bench.Publisher.Of<AgentPresenceChanged>().Where(c => !c.IsFolded);

    private List<AgentUnsteady> Stories => [.. _bench.Publisher.Of<AgentUnsteady>()];

    [Fact]
    public async Task Flapping_ForTenMinutes_IsAFewRowsAndOneGrowingStory()
    {
        await FlapAsync(300);

        Rows.Count(r => r.Change == PresenceChange.Offline).ShouldBe(3);
        Rows.Count(r => r.Change == PresenceChange.Reconnected).ShouldBe(3);
        Stories.Select(s => s.StoryId).Distinct().Count().ShouldBe(1);
        Stories.Select(s => s.Count).ShouldBe([4, 8, 16, 32, 64, 128, 256]);
        Stories.ShouldAllBe(s => s.Kind == UnsteadyKind.Flapping && !s.IsOver);
    }

    [Fact]
    public async Task Flapping_UpToTheLimit_IsNotFolded()
    {
        await FlapAsync(3);
        Stories.ShouldBeEmpty();
        _bench.Publisher.Of<AgentPresenceChanged>().ShouldAllBe(c => !c.IsFolded);
    }

    [Fact]
    public async Task Flapping_SpreadOverALongTime_IsNotFolded()
    {
        for (var i = 0; i < 10; i++)
        {
            _bench.Leave(await FlapAsync(0));
            _bench.Time.Advance(TimeSpan.FromMinutes(2));
        }

        Stories.ShouldBeEmpty();
    }

    [Fact]
    public async Task Flapping_ThenSteady_IsOverAndRowsAreRowsAgain()
    {
        var agent = await FlapAsync(10);
        _bench.Time.Advance(_bench.Fleet.FlapWindow);
        _bench.Agents.Heard(agent);
        await _bench.Agents.JudgeAsync(default);

        (Stories[^1].IsOver, Stories[^1].Count).ShouldBe((true, 10));
        _bench.Publisher.Clear();
        _bench.Leave(agent);
        Rows.ShouldHaveSingleItem().Change.ShouldBe(PresenceChange.Offline);
    }

    [Fact]
    public async Task Flapping_ThenGoneForGood_EndsInAnOfflineRowThatItsReturnIsPairedWith()
    {
        var agent = await FlapAsync(10);
        _bench.Publisher.Clear();
        _bench.Leave(agent);
        Rows.ShouldBeEmpty();
        _bench.Time.Advance(_bench.Fleet.FlapWindow);
        await _bench.Agents.JudgeAsync(default);
        await _bench.ConnectAsync();

        Rows.Select(r => r.Change).ShouldBe([PresenceChange.Offline, PresenceChange.Reconnected]);
        Rows.First().Reason.ShouldBe("goodbye");
    }

    [Fact]
    public async Task TwoLiveProcesses_TakingTheStreamFromEachOther_AreNoticedAndTold()
    {
        var (first, second) = (new FakeLink(), new FakeLink());
        await _bench.ConnectAsync(session: "a", link: first);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await _bench.ConnectAsync(session: "b", link: second);
        Stories.ShouldBeEmpty();
        _bench.Time.Advance(TimeSpan.FromSeconds(45));
        await _bench.ConnectAsync(session: "a");

        var story = Stories.ShouldHaveSingleItem();
        (story.Kind, story.Count, story.IsOver).ShouldBe((UnsteadyKind.DuplicateId, 1, false));
        second.Farewell!.Value.Reason.ShouldBe(GoodbyeReason.Superseded);
        second.Farewell!.Value.Detail.ShouldContain("Two live processes use the agent id 'web-1'");
        first.Farewell!.Value.Detail.ShouldNotContain("Two live processes");
        _bench.Agent().Reason.ShouldBe("duplicate_id");
        Rows.Last().Reason.ShouldBe("superseded");
    }

    [Fact]
    public async Task TwoLiveProcesses_AnHourOfIt_IsOneGrowingStoryThatEnds()
    {
        for (var i = 0; i < 120; i++)
        {
            await _bench.ConnectAsync(session: i % 2 == 0 ? "a" : "b", intervalMs: 30_000);
            _bench.Time.Advance(TimeSpan.FromSeconds(30));
            await _bench.Agents.JudgeAsync(default);
        }

        Stories.Count.ShouldBeLessThan(10);
        Stories.Select(s => s.StoryId).Distinct().Count().ShouldBe(1);
        Rows.Count(r => r.Change == PresenceChange.Superseded).ShouldBe(1);
        _bench.Time.Advance(_bench.Fleet.FlapWindow);
        await _bench.Agents.JudgeAsync(default);
        Stories[^1].IsOver.ShouldBeTrue();
    }

    [Fact]
    public async Task OneProcess_RestartedOverAndOverWithItsOldStreamLingering_IsNoDuplicate()
    {
        for (var i = 0; i < 20; i++)
        {
            await _bench.ConnectAsync(session: $"start-{i}");
            _bench.Time.Advance(Pause);
        }

        Stories.ShouldBeEmpty();
    }

    [Fact]
    public async Task OneProcess_WhoseStreamsOverlap_IsNoDuplicate()
    {
        for (var i = 0; i < 20; i++) await _bench.ConnectAsync(session: "same");
        Stories.ShouldBeEmpty();
    }

    [Fact]
    public async Task TwoProcesses_OneAfterTheOtherMuchLater_AreNoDuplicate()
    {
        foreach (var session in (string[])["a", "b", "a"])
        {
            await _bench.ConnectAsync(session: session);
            _bench.Time.Advance(_bench.Fleet.DuplicateIdWindow + TimeSpan.FromSeconds(1));
        }

        Stories.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(GoodbyeReason.Shutdown, "goodbye")]
    [InlineData(GoodbyeReason.Drain, "drained")]
    [InlineData(GoodbyeReason.ProtocolError, "protocol_error")]
    [InlineData(GoodbyeReason.Unauthorized, "unauthorised")]
    [InlineData(GoodbyeReason.Idle, "silence")]
    [InlineData(GoodbyeReason.Limit, "limit")]
    [InlineData(GoodbyeReason.Unspecified, "closed")]
    public async Task Disconnect_EachWayOfEnding_HasItsWord(GoodbyeReason goodbye, string word)
    {
        var agent = await _bench.ConnectAsync();
        _bench.Agents.Disconnect(agent, goodbye, "A sentence.");
        _bench.Time.Advance(TimeSpan.FromMilliseconds(_bench.Fleet.ReconnectGraceMs));
        await _bench.Agents.JudgeAsync(default);

        var offline = Rows.Single(r => r.Change == PresenceChange.Offline);
        (offline.Reason, offline.Detail).ShouldBe((word, "A sentence."));
        (_bench.Agent().Reason, _bench.Agent().Detail).ShouldBe((word, "A sentence."));
    }

    private async Task<AgentConnection> FlapAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var agent = await _bench.ConnectAsync();
            _bench.Time.Advance(Pause / 2);
            _bench.Leave(agent);
            _bench.Time.Advance(Pause / 2);
        }

        return await _bench.ConnectAsync();
    }
}
