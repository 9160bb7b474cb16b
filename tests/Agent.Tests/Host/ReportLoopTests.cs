using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;

namespace CleanLite.Agent.Tests.Host;

public sealed class ReportLoopTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Run_TenSeconds_ReportsAtOnceAndThenEveryIntervalAtItsPhase()
    {
        var time = new FakeTime();
        var server = new FakeServer { Refusal = "refused" };
        var client = new AgentClient(new AgentOptions { AgentId = "web-1", TimeProvider = time }, server);
        var source = new CountingSource(time);
        using var stop = new CancellationTokenSource();

        var running = new ReportLoop(client, source).RunAsync(stop.Token);
        await time.AdvanceUntilAsync(() => source.Times.Count == 10, TimeSpan.FromMilliseconds(20));
        await stop.CancelAsync();
        await running;
        await client.DisposeAsync();

        client.Status.PointsProduced.ShouldBe(10);
        var phase = ReportLoop.PhaseOf("web-1", Second);
        source.Times.Skip(1).ShouldAllBe(at => Math.Abs((at.Ticks % Second.Ticks) - phase.Ticks) <= TimeSpan.FromMilliseconds(21).Ticks);
        source.Times.Zip(source.Times.Skip(1), (a, b) => b - a).ShouldAllBe(gap => gap >= Second / 2 && gap <= Second * 1.5);
    }

    [Fact]
    public void PhaseOf_ManyAgents_SpreadsThemOverTheInterval()
    {
        var tenths = Enumerable.Range(1, 1_000).Select(i => (int)(ReportLoop.PhaseOf($"demo-{i:000}", Second).TotalMilliseconds / 100));

        tenths.GroupBy(tenth => tenth).Select(group => group.Count()).ShouldAllBe(count => count > 50 && count < 200);
    }

    [Fact]
    public void PhaseOf_SameId_IsTheSameInEveryProcess() =>
        ReportLoop.PhaseOf("web-1", Second).Ticks.ShouldBe(4637407);

    private sealed class CountingSource(FakeTime time) : IPointSource
    {
        public List<TimeSpan> Times { get; } = [];

        public void Sample(PointList points)
        {
            Times.Add(time.Elapsed);
            points.Begin(time.GetUtcNow());
            points.Add(Points.Of(1)[0].Series, 1);
        }
    }
}
