using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Ingest;
using CleanLite.Testing;

namespace CleanLite.Infrastructure.Tests.Ingest;

public sealed class RejectInspectorTests : IDisposable
{
    private static readonly AgentId Quiet = AgentId.Parse("quiet");
    private static readonly AgentId Noisy = AgentId.Parse("noisy");

    private readonly FakeTime _time = new();
    private readonly TestMeters _meters = new();
    private readonly RejectInspector _rejects;

    public RejectInspectorTests() => _rejects = new RejectInspector(new OperationsOptions { RejectsPerAgent = 3, RejectAgents = 2 }, new TableMetrics(_meters), _time);

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task List_AfterRefusals_GivesTheNewestFirstWithCounts()
    {
        await RefuseAsync(Quiet, Of(ViolationCode.BadLabel, 4));
        await RefuseAsync(Noisy, Of(ViolationCode.NotFinite, 0), Of(ViolationCode.NotFinite, 1));

        var list = _rejects.List(null, null, 10);
        list.Items.Select(i => (i.Agent.Value, i.Violation.Code, i.Violation.SeriesIndex)).ShouldBe(
            [("noisy", ViolationCode.NotFinite, 1), ("noisy", ViolationCode.NotFinite, 0), ("quiet", ViolationCode.BadLabel, 4)]);
        list.Items[0].AgentVersion.ShouldBe("1.2");
        list.Items[0].AtUnixMs.ShouldBe(_time.UnixMs);
        list.Counts.ShouldBe(new Dictionary<ViolationCode, long> { [ViolationCode.BadLabel] = 1, [ViolationCode.NotFinite] = 2 }, ignoreOrder: true);
    }

    [Fact]
    public async Task List_OneNoisyAgent_DoesNotPushOutTheOthers()
    {
        await RefuseAsync(Quiet, Of(ViolationCode.BadLabel, 4));
        for (var i = 0; i < 1_000; i++) await RefuseAsync(Noisy, Of(ViolationCode.TooOld, i));

        var list = _rejects.List(null, null, 100);
        list.Items.Select(i => i.Violation.SeriesIndex).ShouldBe([999, 998, 997, 4]);
        list.Counts[ViolationCode.TooOld].ShouldBe(1_000);
    }

    [Fact]
    public async Task List_BatchWithManyRefusals_KeepsItsLastAndCountsAll()
    {
        await RefuseAsync(Noisy, [.. Enumerable.Range(0, 10_000).Select(i => Of(ViolationCode.TooOld, i))]);
        _rejects.List(null, null, 100).Items.Select(i => i.Violation.SeriesIndex).ShouldBe([9_999, 9_998, 9_997]);
        _rejects.List(null, null, 100).Counts[ViolationCode.TooOld].ShouldBe(10_000);
    }

    [Fact]
    public async Task List_MoreAgentsThanRemembered_CountsWhoLeft()
    {
        using var counted = new MeterSums(_meters);
        foreach (var agent in new[] { "a", "b", "c", "c" }) await RefuseAsync(AgentId.Parse(agent), Of(ViolationCode.TooOld, 1));
        counted["cleanlite.tables.evicted:rejects"].ShouldBe(1);
    }

    [Fact]
    public async Task List_ByAgentCodeAndLimit_GivesThose()
    {
        await RefuseAsync(Quiet, Of(ViolationCode.BadLabel, 1), Of(ViolationCode.TooOld, 2));
        await RefuseAsync(Noisy, Of(ViolationCode.TooOld, 3), Of(ViolationCode.TooOld, 4));

        _rejects.List(Quiet, null, 10).Items.Select(i => i.Violation.SeriesIndex).ShouldBe([2, 1]);
        _rejects.List(Quiet, null, 10).Counts.ShouldBe(
            new Dictionary<ViolationCode, long> { [ViolationCode.BadLabel] = 1, [ViolationCode.TooOld] = 1 }, ignoreOrder: true);
        _rejects.List(null, ViolationCode.TooOld, 2).Items.Select(i => i.Violation.SeriesIndex).ShouldBe([4, 3]);
        _rejects.List(AgentId.Parse("stranger"), null, 10).Items.ShouldBeEmpty();
        _rejects.List(AgentId.Parse("stranger"), null, 10).Counts.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_MoreAgentsThanRemembered_ForgetsTheOneRefusedLongestAgo()
    {
        await RefuseAsync(Quiet, Of(ViolationCode.BadLabel, 1));
        await RefuseAsync(Noisy, Of(ViolationCode.BadLabel, 2));
        await RefuseAsync(Quiet, Of(ViolationCode.BadLabel, 3));
        await RefuseAsync(AgentId.Parse("third"), Of(ViolationCode.BadLabel, 4));

        _rejects.List(null, null, 10).Items.Select(i => i.Violation.SeriesIndex).ShouldBe([4, 3, 1]);
        _rejects.List(null, null, 10).Counts[ViolationCode.BadLabel].ShouldBe(4);
    }

    private static Violation Of(ViolationCode code, int index) => new(code, index, "cpu", "detail");

    private Task RefuseAsync(AgentId agent, params Violation[] violations) =>
        _rejects.Handle(new SeriesRefused(agent, "1.2", violations, violations.Length), default);
}
