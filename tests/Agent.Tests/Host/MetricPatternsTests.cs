using System.Diagnostics;
using CleanLite.Agent.Host;

namespace CleanLite.Agent.Tests.Host;

public sealed class MetricPatternsTests
{
    [Theory]
    [InlineData("", "system.cpu.utilization", true)]
    [InlineData("system.cpu.utilization", "system.cpu.utilization", true)]
    [InlineData("system.cpu", "system.cpu.utilization", false)]
    [InlineData("system.cpu.*", "system.cpu.utilization", true)]
    [InlineData("*.utilization", "system.cpu.utilization", true)]
    [InlineData("System.*", "system.cpu.utilization", false)]
    [InlineData("!system.cpu.*", "system.cpu.utilization", false)]
    [InlineData("!system.cpu.*", "system.uptime", true)]
    [InlineData("system.*,!system.cpu.*", "system.cpu.utilization", false)]
    [InlineData("system.*,!system.cpu.*", "system.uptime", true)]
    [InlineData("system.uptime,system.cpu.*", "system.memory.usage", false)]
    public void Match_Patterns_SayWhatTheyMean(string patterns, string metric, bool matches) =>
        new MetricPatterns(patterns.Split(','), whenNone: true).Match(metric).ShouldBe(matches);

    [Fact]
    public void Match_HostilePattern_TakesNoTime()
    {
        var patterns = new MetricPatterns([string.Concat(Enumerable.Repeat("a*", 120)) + "b"], whenNone: true);
        var watch = Stopwatch.StartNew();
        patterns.Match(new string('a', 255)).ShouldBeFalse();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}
