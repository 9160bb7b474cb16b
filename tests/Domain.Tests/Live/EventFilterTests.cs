using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;

namespace CleanLite.Domain.Tests.Live;

public sealed class EventFilterTests
{
    [Theory]
    [InlineData("task.created", "tasks")]
    [InlineData("task", "tasks")]
    [InlineData("budget.spent", "budget")]
    [InlineData("message.sent", "messages")]
    [InlineData("tool.called", "tools")]
    [InlineData("bid.placed", "bids")]
    [InlineData("agent.connected", "agents")]
    [InlineData("system.started", "system")]
    [InlineData("reject.series", "rejects")]
    [InlineData("deploy.done", "events")]
    [InlineData("tasks.created", "events")]
    [InlineData("", "events")]
    public void OfType_FirstWord_NamesTheChannel(string type, string channel) => LiveChannels.OfType(type).ShouldBe(channel);

    [Theory]
    [InlineData("agent/web-1", "", "", "web-1")]
    [InlineData("server", "agent.offline", "web-1", "web-1")]
    [InlineData("server", "task.created", "web-1", null)]
    [InlineData("server", "agent.offline", "", null)]
    public void AgentOf_Event_IsWhoItIsAbout(string source, string type, string subject, string? agent) =>
        EventFilter.AgentOf(EventOf(type) with { Source = source, Subject = subject }).ShouldBe(agent);

    [Fact]
    public void AgentOf_AttributeOfTheServersEvent_Counts() => EventFilter.AgentOf(
        EventOf("reject.series") with { Source = "server", Attributes = new Dictionary<string, string> { ["agent"] = "web-2" } }).ShouldBe("web-2");

    [Fact]
    public void Passes_AllFields_MustFit()
    {
        var filter = new EventFilter(new PatternList(["web-*"]), new PatternList(["task.*", "!task.noise"]), new PatternList(["!info"]));
        var wanted = EventOf("task.failed") with { Severity = Severity.Error };
        filter.Passes(wanted).ShouldBeTrue();
        filter.Passes(wanted with { Severity = Severity.Info }).ShouldBeFalse();
        filter.Passes(wanted with { Type = "task.noise" }).ShouldBeFalse();
        filter.Passes(wanted with { Source = "agent/db-1" }).ShouldBeFalse();
        filter.Passes(wanted with { Source = "server" }).ShouldBeFalse("It is about no agent.");
    }

    [Fact]
    public void Key_OfFiltersThatDiffer_Differs()
    {
        var (a, any) = (new PatternList(["a"]), PatternList.Any);
        new[] { new EventFilter(a, any, any), new EventFilter(any, a, any), new EventFilter(any, any, a), EventFilter.All }
            .Select(f => f.Key).ShouldBeUnique();
        new EventFilter(new PatternList(["a"]), any, any).Key.ShouldBe(new EventFilter(a, any, any).Key);
    }

    [Theory]
    [InlineData("k3jx9a2m:812", true)]
    [InlineData("a:b:0", true)]
    [InlineData(":1", false)]
    [InlineData("a:", false)]
    [InlineData("a", false)]
    [InlineData("a: 1", false)]
    [InlineData("a:+1", false)]
    [InlineData("a:9223372036854775807", true)]
    [InlineData("a:9223372036854775808", false)]
    public void TryParse_Position_TakesEpochAndOffset(string text, bool taken)
    {
        StreamPosition.TryParse(text, out var position).ShouldBe(taken);
        if (taken) position.ToString().ShouldBe(text);
    }

    private static ActivityEvent EventOf(string type) => new() { Id = "1", Source = "agent/web-1", Type = type, TimeUnixMs = 0 };
}
