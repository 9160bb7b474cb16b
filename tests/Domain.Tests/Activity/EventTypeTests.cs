using System.Text.RegularExpressions;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Domain.Tests.Activity;

public sealed class EventTypeTests
{
    [Theory]
    [InlineData("task.created", true)]
    [InlineData("a.b", true)]
    [InlineData("task.sub_task.2", true)]
    [InlineData("t_1.0", true)]
    [InlineData("", false)]
    [InlineData("task", false)]
    [InlineData("task.", false)]
    [InlineData(".created", false)]
    [InlineData("task..created", false)]
    [InlineData("Task.created", false)]
    [InlineData("task.Created", false)]
    [InlineData("1task.created", false)]
    [InlineData("_task.created", false)]
    [InlineData("task-a.created", false)]
    [InlineData("task.created\n", false)]
    [InlineData("task.cr\u00e9e", false)]
    [InlineData("task. created", false)]
    public void IsValid_Text_FollowsTheRule(string text, bool isValid) => EventType.IsValid(text).ShouldBe(isValid);

    [Fact]
    public void IsValid_AtTheCapAndBeyond_FollowsTheRule()
    {
        EventType.IsValid("a." + new string('b', EventType.MaxLength - 2)).ShouldBeTrue();
        EventType.IsValid("a." + new string('b', EventType.MaxLength - 1)).ShouldBeFalse();
    }

    [Fact]
    public void IsValid_AnyText_IsWhatTheExpressionOfTheContractSays()
    {
        var rule = new Regex(@"\A[a-z][a-z0-9_]*(\.[a-z0-9_]+)+\z");
        var texts = Gen.Elements('a', 'z', '0', '_', '.', 'A', '-', '\n').ArrayOf().Select(c => new string(c)).ToArbitrary();
        Prop.ForAll(texts, text => EventType.IsValid(text) == (rule.IsMatch(text) && text.Length <= EventType.MaxLength))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Theory]
    [InlineData("agent.connected", true)]
    [InlineData("system.started", true)]
    [InlineData("reject.series", true)]
    [InlineData("rejects.series", true)]
    [InlineData("agents.seen", false)]
    [InlineData("task.system", false)]
    [InlineData("systems.ok", false)]
    public void IsReserved_Type_LooksAtTheFirstWordAlone(string type, bool isReserved) => EventType.IsReserved(type).ShouldBe(isReserved);

    [Theory]
    [InlineData("task.created", "tasks")]
    [InlineData("budget.spent", "budget")]
    [InlineData("message.sent", "messages")]
    [InlineData("tool.called", "tools")]
    [InlineData("bid.won", "bids")]
    [InlineData("agent.offline", "agents")]
    [InlineData("system.started", "system")]
    [InlineData("reject.series", "rejects")]
    [InlineData("deploy.begun", "events")]
    [InlineData("tasks.created", "events")]
    [InlineData("taskforce.met", "events")]
    [InlineData("metrics.lost", "events")]
    public void Channel_OfAType_IsNamedByItsFirstWord(string type, string channel)
    {
        LiveChannels.OfType(type).ShouldBe(channel);
        LiveChannels.IsKnown(channel).ShouldBeTrue();
    }

    [Fact]
    public void Reserved_Words_AreThoseWhoseChannelsTheServerSpeaksOn()
    {
        string[] own = ["agents", "system", "rejects"];
        foreach (var word in EventType.Reserved) own.ShouldContain(LiveChannels.OfType(word + ".x"));
    }
}
