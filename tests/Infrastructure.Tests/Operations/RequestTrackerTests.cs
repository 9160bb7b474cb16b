using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Operations;
using CleanLite.Testing;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Operations;

public sealed class RequestTrackerTests
{
    private static readonly AgentId Forge = AgentId.Parse("forge");
    private static readonly AgentId Mill = AgentId.Parse("mill");

    private readonly FakeTime _time = new();
    private readonly RequestTracker _requests;

    public RequestTrackerTests() => _requests = new RequestTracker(
        new OperationsOptions { MaxActiveRequests = 3, MaxReportedRequestsPerAgent = 2 }, new OperationsMetrics(new TestMeters()), _time);

    [Fact]
    public void Begin_UntilItsScopeEnds_IsListedWithItsAge()
    {
        var startedAt = _time.UnixMs;
        var request = _requests.Begin("grpc/Ingest");
        request.Identify("forge", "s-1");
        _time.Advance(TimeSpan.FromSeconds(2));

        var listed = _requests.List(10).ShouldHaveSingleItem();
        (listed.Channel, listed.Agent, listed.Session, listed.StartedUnixMs).ShouldBe(("grpc/Ingest", "forge", "s-1", startedAt));
        listed.Duration.ShouldBe(TimeSpan.FromSeconds(2));
        _requests.Count.ShouldBe(1);

        request.Dispose();
        request.Dispose();
        _requests.List(10).ShouldBeEmpty();
        _requests.Count.ShouldBe(0);
    }

    [Fact]
    public void Begin_BeyondTheLimit_CountsButListsNoMore()
    {
        var requests = Enumerable.Range(0, 5).Select(_ => _requests.Begin("grpc/Ingest")).ToList();
        _requests.Count.ShouldBe(5);
        _requests.List(10).Count.ShouldBe(3);

        requests.ForEach(r => r.Dispose());
        _requests.Count.ShouldBe(0);
        using var next = _requests.Begin("grpc/Ingest");
        _requests.List(10).Count.ShouldBe(1);
    }

    [Fact]
    public void Started_UntilEnded_IsListed()
    {
        _requests.Started(Forge, "req-1", "chat-7", "telegram");
        _time.Advance(TimeSpan.FromSeconds(1));
        _requests.Started(Forge, "req-2", "", "");

        _requests.List(10).Select(r => (r.Id, r.Session, r.Channel, r.Agent)).ShouldBe([("req-2", "", "", "forge"), ("req-1", "chat-7", "telegram", "forge")]);
        _requests.List(1).Single().Id.ShouldBe("req-2");
        _requests.Ended(Forge, "req-1").ShouldBeTrue();
        _requests.Ended(Forge, "req-1").ShouldBeFalse();
        _requests.Ended(Mill, "req-2").ShouldBeFalse();
        _requests.Count.ShouldBe(1);
    }

    [Fact]
    public void Started_Again_BeginsAnew()
    {
        _requests.Started(Forge, "req-1", "", "");
        _time.Advance(TimeSpan.FromSeconds(5));
        _requests.Started(Forge, "req-1", "", "");
        _requests.List(10).ShouldHaveSingleItem().Duration.ShouldBe(TimeSpan.Zero);
        _requests.Count.ShouldBe(1);
    }

    [Fact]
    public void Started_BeyondTheLimitOfAnAgent_TakesThePlaceOfItsOldest()
    {
        _requests.Started(Mill, "other", "", "");
        foreach (var id in new[] { "a", "b", "c" }) _requests.Started(Forge, id, "", "");

        _requests.List(10).Where(r => r.Agent == "forge").Select(r => r.Id).ShouldBe(["b", "c"], ignoreOrder: true);
        _requests.Count.ShouldBe(3);
    }

    [Fact]
    public void Started_BeyondTheLimitOfAll_IsNotListed()
    {
        foreach (var agent in new[] { "a", "b", "c", "d" }) _requests.Started(AgentId.Parse(agent), "x", "", "");
        _requests.Count.ShouldBe(3);
        _requests.List(10).Select(r => r.Agent).ShouldBe(["a", "b", "c"], ignoreOrder: true);
    }

    [Fact]
    public async Task PresenceChange_AgentOffline_EndsWhatItReported()
    {
        _requests.Started(Forge, "a", "", "");
        _requests.Started(Mill, "b", "", "");
        var handler = new NoteWhenPresenceChanged(Substitute.For<IOperationsRecorder>(), _requests);
        await handler.Handle(new AgentPresenceChanged(Forge, PresenceChange.Stale, "silence", 1, null), default);
        _requests.Count.ShouldBe(2);
        await handler.Handle(new AgentPresenceChanged(Forge, PresenceChange.Offline, "silence", 1, null), default);

        _requests.List(10).ShouldHaveSingleItem().Agent.ShouldBe("mill");
        _requests.Count.ShouldBe(1);
    }
}
