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
        const string Letters = "abcxyz0189_";
        var rule = new Regex(@"\A[a-z][a-z0-9_]*(\.[a-z0-9_]+)+\z");
        var types =
            from first in Texts.Word("abcxyz", 1, 1)
            from rest in Texts.Word(Letters, 0, 8)
            from words in Gen.Frequency((6, Gen.Choose(1, 3)), (1, Gen.Choose(5, 9))).SelectMany(n => Texts.Word(Letters, 1, 32).ArrayOf(n))
            select $"{first}{rest}.{string.Join('.', words)}";
        var texts = Gen.Frequency((3, types), (4, Texts.NearMiss(types, "a9_.A-\n\0 \u00e9")), (1, Texts.Word("az0_.A-\n", 0, 6)));
        var seen = new Coverage();
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var isType = rule.IsMatch(text) && text.Length <= EventType.MaxLength;
            seen.Note("valid", isType);
            seen.Note("too long", text.Length > EventType.MaxLength, least: 1);
            EventType.IsValid(text).ShouldBe(isType);
        }).ShouldHold(coverage: seen);
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
