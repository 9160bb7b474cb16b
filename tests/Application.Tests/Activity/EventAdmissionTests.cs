using CleanLite.Application.Activity;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Testing;

namespace CleanLite.Application.Tests.Activity;

public sealed class EventAdmissionTests : IDisposable
{
    private static readonly AgentId Agent = AgentId.Parse("forge");

    private readonly FakeTime _time = new();
    private readonly TestMeters _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void TryRemember_Ids_AreKnownWithinTheWindowAndForgottenBeyondIt()
    {
        var admission = new EventAdmission(new ActivityOptions { DuplicateWindow = 100 }, new TableMetrics(_meters), _time);
        var (model, random) = (new Queue<int>(), new Random(7));
        for (var i = 0; i < 20_000; i++)
        {
            var id = random.Next(150);
            var isNew = !model.Contains(id);
            admission.TryRemember(Agent, $"id-{id}").ShouldBe(isNew);
            if (!isNew) continue;
            model.Enqueue(id);
            if (model.Count > 100) model.Dequeue();
        }
    }

    [Fact]
    public void TryRemember_IdsOfTheLongestKind_AreToldApart()
    {
        var admission = new EventAdmission(new ActivityOptions(), new TableMetrics(_meters), _time);
        admission.TryRemember(Agent, new string('\u4e2d', 127) + "a").ShouldBeTrue();
        admission.TryRemember(Agent, new string('\u4e2d', 127) + "b").ShouldBeTrue();
        admission.TryRemember(Agent, new string('\u4e2d', 127) + "a").ShouldBeFalse();
    }

    [Fact]
    public void TryEnter_MoreAgentsThanRemembered_ForgetsTheOneSilentForLongest()
    {
        var options = new ActivityOptions { MaxReportingAgents = 2, EventsPerSecondPerAgent = 1, EventBurstPerAgent = 1 };
        var admission = new EventAdmission(options, new TableMetrics(_meters), _time);
        using var counted = new MeterSums(_meters);
        var (a, b, c) = (AgentId.Parse("a"), AgentId.Parse("b"), AgentId.Parse("c"));
        admission.TryEnter(a).ShouldBeTrue();
        admission.TryEnter(b).ShouldBeTrue();
        admission.TryEnter(a).ShouldBeFalse();
        admission.TryEnter(c).ShouldBeTrue();
        admission.Count.ShouldBe(2);
        counted["cleanlite.tables.evicted:reporters"].ShouldBe(1);

        admission.TryEnter(a).ShouldBeFalse();
        admission.TryEnter(b).ShouldBeTrue();
    }
}
