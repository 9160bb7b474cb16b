using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using NSubstitute;

namespace CleanLite.Application.Tests.Fleet;

public sealed class ListAgentsTests
{
    private readonly IAgentRegistry _agents = Substitute.For<IAgentRegistry>();
    private readonly ListAgentsHandler _handler;

    public ListAgentsTests()
    {
        _handler = new ListAgentsHandler(_agents);
        _agents.List().Returns([
            Agent("db-1", AgentState.Stale, "prod", "alpha.example"),
            Agent("web-1", AgentState.Online, "prod", "beta.example"),
            Agent("web-2", AgentState.Offline, "test", "gamma.example"),
        ]);
    }

    [Fact]
    public async Task Handle_Pages_CoverAllOnceAndTheLastHasNoNext()
    {
        var (seen, after) = (new List<string>(), "");
        while (true)
        {
            var page = await _handler.Handle(new ListAgentsQuery(AgentFilter.All, after, 1), default);
            seen.AddRange(page.Items.Select(a => a.Id.Value));
            if (page.Next is null) break;
            after = page.Next;
        }

        seen.ShouldBe(["db-1", "web-1", "web-2"]);
        (await _handler.Handle(new ListAgentsQuery(AgentFilter.All, "", 3), default)).Next.ShouldBeNull();
    }

    [Fact]
    public async Task Handle_Filter_JoinsItsFieldsByAnd()
    {
        (await FindAsync(AgentFilter.All with { States = [AgentState.Online, AgentState.Stale] })).ShouldBe(["db-1", "web-1"]);
        (await FindAsync(AgentFilter.All with { Labels = [KeyValuePair.Create("env", new PatternList(["pr*"]))] })).ShouldBe(["db-1", "web-1"]);
        (await FindAsync(AgentFilter.All with { Labels = [KeyValuePair.Create("zone", new PatternList(["*"]))] })).ShouldBeEmpty();
        (await FindAsync(AgentFilter.All with { Search = "WEB" })).ShouldBe(["web-1", "web-2"]);
        (await FindAsync(AgentFilter.All with { Search = "gamma" })).ShouldBe(["web-2"]);
        (await FindAsync(AgentFilter.All with { Search = "test" })).ShouldBe(["web-2"]);
        (await FindAsync(AgentFilter.All with { Search = "web", States = [AgentState.Online] })).ShouldBe(["web-1"]);
    }

    private static AgentSummary Agent(string id, AgentState state, string env, string hostname) => new()
    {
        Id = AgentId.Parse(id),
        State = state,
        SinceUnixMs = 1,
        Labels = LabelSet.Of(("env", env)),
        Hello = new AgentHello { AgentId = AgentId.Parse(id), SessionId = "s", Hostname = hostname },
    };

    private async Task<IEnumerable<string>> FindAsync(AgentFilter filter) =>
        (await _handler.Handle(new ListAgentsQuery(filter, "", 100), default)).Items.Select(a => a.Id.Value);
}
