using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;
using NSubstitute;

namespace CleanLite.Application.Tests.Activity;

public sealed class GetEventsHandlerTests
{
    private readonly IActivityHistory _history = Substitute.For<IActivityHistory>();
    private readonly GetEventsHandler _handler;
    private EventCriteria? _asked;

    public GetEventsHandlerTests()
    {
        _history.ReadAsync(Arg.Do<EventCriteria>(c => _asked = c), default).ReturnsForAnyArgs(new EventSlice([], null));
        _handler = new GetEventsHandler(new GetEventsValidator(), _history);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "limit", "0" }, { "limit", "1001" }, { "limit", "-1" }, { "limit", "ten" }, { "limit", "1.5" }, { "limit", "99999999999999999999" },
        { "after", "812" }, { "after", "older-" }, { "after", "older--1" }, { "after", "newer-x" }, { "after", "older-99999999999999999999" }, { "after", "' OR 1=1" },
        { "afterOffset", "-1" }, { "afterOffset", "x" }, { "afterOffset", "1e3" },
        { "from", "yesterday" }, { "from", "2026-11-20" }, { "from", "2026-11-20T10:30:00" }, { "to", "20/11/2026 10:30:00Z" }, { "to", "2026-13-40T99:00:00Z" },
        { "channel", "task" }, { "channel", "metrics" }, { "channel", "TASKS" }, { "severity", "warning" }, { "severity", "2" },
        { "type", "" }, { "type", "!" }, { "agent", "a\nb" }, { "subject", new string('x', 256) },
    };

    [Fact]
    public async Task Handle_NothingGiven_AsksForTheNewestHundred()
    {
        await AskAsync(new GetEventsQuery());
        _asked.ShouldBe(new EventCriteria { Channels = _asked!.Channels, Severities = _asked.Severities });
        (_asked.Limit, _asked.Start).ShouldBe((100, new EventCursor(long.MaxValue, IsNewer: false)));
        (_asked.Channels.Count, _asked.Severities.Count, _asked.HasPatterns).ShouldBe((0, 0, false));
    }

    [Fact]
    public async Task Handle_EverythingGiven_AsksForIt()
    {
        await AskAsync(new GetEventsQuery
        {
            Channels = ["tasks", "tools", "tasks"],
            Types = ["task.*", "!task.done"],
            Severities = ["warn", "error"],
            Agents = ["web-*"],
            Subjects = ["task-1"],
            From = "2026-11-20T10:30:00.5Z",
            To = "1763634600000",
            After = "older-812",
            Limit = "1000",
        });

        _asked!.Channels.ShouldBe(["tasks", "tools"]);
        _asked.Severities.ShouldBe([Severity.Warn, Severity.Error]);
        (_asked.FromUnixMs, _asked.ToUnixMs, _asked.Limit).ShouldBe((1_795_170_600_500, 1_763_634_600_000, 1_000));
        _asked.Start.ShouldBe(new EventCursor(812, IsNewer: false));
        _asked.PassesPatterns("task.created", "web-1", "task-1").ShouldBeTrue();
        _asked.PassesPatterns("task.done", "web-1", "task-1").ShouldBeFalse();
        _asked.PassesPatterns("task.created", null, "task-1").ShouldBeFalse();
        _asked.PassesPatterns("task.created", "web-1", "task-2").ShouldBeFalse();
    }

    [Theory]
    [InlineData("2026-11-20T10:30:00+02:00", 1_795_163_400_000)]
    [InlineData("2026-11-20T10:30:00Z", 1_795_170_600_000)]
    [InlineData("-5", -5)]
    public async Task Handle_Time_IsReadInBothForms(string text, long unixMs)
    {
        await AskAsync(new GetEventsQuery { From = text });
        _asked!.FromUnixMs.ShouldBe(unixMs);
    }

    [Fact]
    public async Task Handle_AfterOffset_AsksUpward()
    {
        await AskAsync(new GetEventsQuery { AfterOffset = "500" });
        _asked!.Start.ShouldBe(new EventCursor(500, IsNewer: true));
        await AskAsync(new GetEventsQuery { After = "newer-600" });
        _asked!.Start.ShouldBe(new EventCursor(600, IsNewer: true));
    }

    [Fact]
    public async Task Handle_ChannelEvents_IsTheUnionOfAll()
    {
        await AskAsync(new GetEventsQuery { Channels = ["tasks", "events"] });
        _asked!.Channels.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Handle_WrongParameter_IsRefusedByNameWithValueAndWhatIsAllowed(string parameter, string value)
    {
        var answer = await _handler.Handle(With(parameter, value), default);
        var (named, fault) = ((GetEventsAnswer.Refused)answer).Faults.ShouldHaveSingleItem();
        named.ShouldBe(parameter);
        fault.ShouldStartWith($"The parameter '{parameter}' is ");
        fault.ShouldContain("allowed");
        fault.ShouldContain(Domain.Text.Excerpt(value));
        fault.ShouldNotContain(c => char.IsControl(c));
        _asked.ShouldBeNull();
    }

    [Fact]
    public async Task Handle_SeveralWrongParameters_AreAllTold()
    {
        var query = new GetEventsQuery { Limit = "0", Channels = ["x"], After = "older-1", AfterOffset = "5" };
        ((GetEventsAnswer.Refused)await _handler.Handle(query, default)).Faults.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Handle_TooManyPatterns_IsRefused()
    {
        var answer = await _handler.Handle(new GetEventsQuery { Types = [.. Enumerable.Repeat("a.*", 101)] }, default);
        ((GetEventsAnswer.Refused)answer).Faults[0].Detail.ShouldContain("at most 100 are allowed");
    }

    [Fact]
    public async Task Handle_TroubleWithTheLog_IsUnavailable()
    {
        _history.ReadAsync(default!, default).ReturnsForAnyArgs(EventSlice.Failed("The disk is on fire."));
        (await _handler.Handle(new GetEventsQuery(), default)).ShouldBe(new GetEventsAnswer.Unavailable("The disk is on fire."));
    }

    [Theory]
    [InlineData("older-812", 812, false)]
    [InlineData("newer-0", 0, true)]
    public void Cursor_Text_ReadsAsItIsWritten(string text, long offset, bool isNewer)
    {
        EventCursor.TryParse(text, out var cursor).ShouldBeTrue();
        cursor.ShouldBe(new EventCursor(offset, isNewer));
        cursor.ToString().ShouldBe(text);
    }

    private static GetEventsQuery With(string parameter, string value) => parameter switch
    {
        "limit" => new() { Limit = value },
        "after" => new() { After = value },
        "afterOffset" => new() { AfterOffset = value },
        "from" => new() { From = value },
        "to" => new() { To = value },
        "channel" => new() { Channels = [value] },
        "severity" => new() { Severities = [value] },
        "type" => new() { Types = [value] },
        "agent" => new() { Agents = [value] },
        _ => new() { Subjects = [value] },
    };

    private async Task AskAsync(GetEventsQuery query) => (await _handler.Handle(query, default)).ShouldBeOfType<GetEventsAnswer.Found>();
}
