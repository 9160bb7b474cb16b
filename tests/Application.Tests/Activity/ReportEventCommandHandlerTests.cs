using System.Globalization;
using CleanLite.Application.Activity;
using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using CleanLite.Testing;
using MediatR;
using NSubstitute;

namespace CleanLite.Application.Tests.Activity;

public sealed class ReportEventCommandHandlerTests
{
    private static readonly AgentId Agent = AgentId.Parse("forge");

    private readonly FakeTime _time = new();
    private readonly ActivityOptions _options = new();
    private readonly IActivityBroadcaster _broadcaster = Substitute.For<IActivityBroadcaster>();
    private readonly IPublisher _publisher = Substitute.For<IPublisher>();
    private readonly List<ActivityEvent> _shown = [];
    private readonly EventAdmission _admission;
    private readonly ReportEventCommandHandler _handler;

    public ReportEventCommandHandlerTests()
    {
        _broadcaster.When(b => b.Publish(Arg.Any<ActivityEvent>())).Do(call => _shown.Add(call.Arg<ActivityEvent>()));
        _admission = new EventAdmission(_options, new TableMetrics(new TestMeters()), _time);
        _handler = new ReportEventCommandHandler(
            _admission,
            new ReportEventValidator(),
            _broadcaster,
            _publisher,
            new ReportedRequests(Substitute.For<IRequestTracker>()),
            new EventIds(_time),
            new ReportMetrics(new TestMeters(), _admission),
            _options,
            new IngestOptions(),
            _time);
    }

    public static TheoryData<string, EventRefusal> Hostile => new()
    {
        { "type:Task.created", EventRefusal.BadType },
        { "type:task", EventRefusal.BadType },
        { "type:agent.offline", EventRefusal.ReservedType },
        { "type:system.started", EventRefusal.ReservedType },
        { "type:reject.series", EventRefusal.ReservedType },
        { "type:rejects.series", EventRefusal.ReservedType },
        { "id:\u001b[31m", EventRefusal.BadText },
        { "id:a\nb", EventRefusal.BadText },
        { "subject:\u0085", EventRefusal.BadText },
        { "subject:tab\there", EventRefusal.BadText },
        { "message:\u001b]0;title\u0007", EventRefusal.BadText },
        { "message:nul\0", EventRefusal.BadText },
        { "message:a\r\nb", EventRefusal.BadText },
        { "name:a\nb", EventRefusal.BadText },
        { "name:", EventRefusal.BadAttributes },
        { "value:\u007f", EventRefusal.BadText },
    };

    [Fact]
    public async Task Handle_GoodEvent_ShowsItWithTheAgentAsItsSource()
    {
        var draft = Draft() with { Severity = Severity.Warn, Attributes = [new("bid", "100"), new("n", "1"), new("n", "2")] };
        (await SendAsync(draft)).ShouldBe(new ReportEventAnswer.Accepted("e-1"));

        var shown = _shown.ShouldHaveSingleItem();
        (shown.Id, shown.Source, shown.Type, shown.TimeUnixMs, shown.Severity, shown.Subject, shown.Message)
            .ShouldBe(("e-1", "agent/forge", "task.created", _time.UnixMs - 5, Severity.Warn, "task-123", "Write Python function"));
        shown.Attributes.ShouldBe(new Dictionary<string, string> { ["bid"] = "100", ["n"] = "2" }, ignoreOrder: true);
    }

    [Fact]
    public async Task Handle_EventWithoutId_GetsOne()
    {
        var answer = (ReportEventAnswer.Accepted)await SendAsync(Draft() with { Id = "" });
        await SendAsync(Draft() with { Id = "" });
        answer.Id.Length.ShouldBe(26);
        _shown.Select(e => e.Id).ShouldBeUnique();
    }

    [Theory]
    [InlineData(Severity.Info, Severity.Info)]
    [InlineData(Severity.Error, Severity.Error)]
    [InlineData((Severity)0, Severity.Info)]
    [InlineData((Severity)77, Severity.Info)]
    public async Task Handle_Severity_OfAnUnknownNumberIsInfo(Severity sent, Severity shown)
    {
        await SendAsync(Draft() with { Severity = sent });
        _shown[0].Severity.ShouldBe(shown);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-3_600_000, false)]
    [InlineData(-3_600_001, true)]
    [InlineData(600_000, false)]
    [InlineData(600_001, true)]
    [InlineData(long.MaxValue, true)]
    [InlineData(long.MinValue, true)]
    public async Task Handle_TimeOutsideTheIngestWindow_IsTheServersAndNoted(long fromNow, bool isReplaced)
    {
        var time = fromNow is long.MaxValue or long.MinValue ? fromNow : _time.UnixMs + fromNow;
        await SendAsync(Draft() with { TimeUnixMs = time });

        _shown[0].TimeUnixMs.ShouldBe(isReplaced ? _time.UnixMs : time);
        var noted = _shown[0].Attributes.TryGetValue(ReportEventCommandHandler.ReportedTimeAttribute, out var reported);
        noted.ShouldBe(isReplaced);
        if (isReplaced) reported.ShouldBe(time.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Handle_TimeNotGiven_IsTheServersWithoutANote()
    {
        await SendAsync(Draft() with { TimeUnixMs = 0 });
        _shown[0].TimeUnixMs.ShouldBe(_time.UnixMs);
        _shown[0].Attributes.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Handle_HostileText_IsRefusedWithItsCodeAndNothingIsShown(string part, EventRefusal code)
    {
        var (field, text) = (part[..part.IndexOf(':', StringComparison.Ordinal)], part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var refused = (ReportEventAnswer.Refused)await SendAsync(With(field, text));

        refused.Code.ShouldBe(code);
        refused.Detail.ShouldNotContain(c => char.IsControl(c) || char.IsSurrogate(c));
        _shown.ShouldBeEmpty();
        await _publisher.Received(1).Publish(Arg.Is<EventRefused>(e => e.Agent == Agent && e.Code == code), Arg.Any<CancellationToken>());
    }

    // A row of theory data would not carry half a pair to the test.
    [Fact]
    public async Task Handle_HalfASurrogatePair_IsRefusedWhereverItStands()
    {
        foreach (var text in new[] { "\ud800", "\udc00x", "half \ud83d", "\ud83dx" })
        {
            foreach (var field in new[] { "id", "subject", "message", "name", "value" })
                (await SendAsync(With(field, text))).ShouldBeOfType<ReportEventAnswer.Refused>().Code.ShouldBe(EventRefusal.BadText);
        }

        _shown.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("id", EventLimits.MaxIdLength)]
    [InlineData("subject", EventLimits.MaxSubjectLength)]
    [InlineData("message", EventLimits.MaxMessageBytes)]
    [InlineData("name", EventLimits.MaxAttributeNameLength)]
    [InlineData("value", EventLimits.MaxAttributeValueLength)]
    public async Task Handle_Length_IsTakenAtTheCapAndRefusedBeyondIt(string field, int cap)
    {
        (await SendAsync(With(field, new string('x', cap)))).ShouldBeOfType<ReportEventAnswer.Accepted>();
        var refused = (ReportEventAnswer.Refused)await SendAsync(With(field, new string('x', cap + 1)));
        (refused.Code, refused.Detail).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(EventRefusal.TooLong), r => r.Detail.ShouldContain($"{cap + 1}"), r => r.Detail.ShouldContain($"{cap} are allowed"));
        (await SendAsync(With(field, new string('x', 1_000_000)))).ShouldBeOfType<ReportEventAnswer.Refused>().Detail.Length.ShouldBeLessThan(300);
    }

    [Fact]
    public async Task Handle_Message_IsMeasuredInBytesAndMayHoldLinesAndTabs()
    {
        (await SendAsync(Draft() with { Message = "one\ntwo\tthree \U0001F600" })).ShouldBeOfType<ReportEventAnswer.Accepted>();
        (await SendAsync(Draft() with { Id = "e-2", Message = new string('\u00e9', (EventLimits.MaxMessageBytes / 2) + 1) }))
            .ShouldBeOfType<ReportEventAnswer.Refused>().Code.ShouldBe(EventRefusal.TooLong);
    }

    [Fact]
    public async Task Handle_Attributes_AreTakenAtTheCapAndRefusedBeyondIt()
    {
        (await SendAsync(Draft() with { Attributes = Attributes(EventLimits.MaxAttributes) })).ShouldBeOfType<ReportEventAnswer.Accepted>();
        (await SendAsync(Draft() with { Id = "e-2", Attributes = Attributes(EventLimits.MaxAttributes + 1) }))
            .ShouldBeOfType<ReportEventAnswer.Refused>().Code.ShouldBe(EventRefusal.BadAttributes);
    }

    [Fact]
    public async Task Handle_TextThatWasNoUtf8_IsRefused()
    {
        (await SendAsync(Draft() with { HasInvalidText = true })).ShouldBeOfType<ReportEventAnswer.Refused>().Code.ShouldBe(EventRefusal.BadText);
    }

    [Fact]
    public async Task Handle_SameIdAgain_IsDoneOnce_ButAnotherAgentMayUseIt()
    {
        await SendAsync(Draft());
        (await SendAsync(Draft())).ShouldBe(new ReportEventAnswer.Duplicate("e-1"));
        (await SendAsync(Draft(), AgentId.Parse("other"))).ShouldBe(new ReportEventAnswer.Accepted("e-1"));
        _shown.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Handle_RefusedEvent_MayBeSentAgainMended()
    {
        await SendAsync(Draft() with { Type = "Bad" });
        (await SendAsync(Draft())).ShouldBeOfType<ReportEventAnswer.Accepted>();
    }

    [Fact]
    public async Task Handle_BeyondTheRate_IsRefusedUntilTimePasses_AndOthersAreNot()
    {
        for (var i = 0; i < 200; i++) (await SendAsync(Draft() with { Id = "" })).ShouldBeOfType<ReportEventAnswer.Accepted>();
        (await SendAsync(Draft() with { Id = "" })).ShouldBeOfType<ReportEventAnswer.Refused>().Code.ShouldBe(EventRefusal.RateLimited);
        (await SendAsync(Draft(), AgentId.Parse("other"))).ShouldBeOfType<ReportEventAnswer.Accepted>();

        _time.Advance(TimeSpan.FromMilliseconds(500));
        var taken = 0;
        while (await SendAsync(Draft() with { Id = "" }) is ReportEventAnswer.Accepted) taken++;
        taken.ShouldBe(50);
        _time.Advance(TimeSpan.FromHours(1));
        taken = 0;
        while (await SendAsync(Draft() with { Id = "" }) is ReportEventAnswer.Accepted) taken++;
        taken.ShouldBe(200);
    }

    private static KeyValuePair<string, string>[] Attributes(int count) => [.. Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"n{i}", "v"))];

    private static EventDraft With(string field, string text) => field switch
    {
        "type" => Draft0 with { Type = text },
        "id" => Draft0 with { Id = text },
        "subject" => Draft0 with { Subject = text },
        "message" => Draft0 with { Message = text },
        "name" => Draft0 with { Attributes = [new(text, "v")] },
        _ => Draft0 with { Attributes = [new("name", text)] },
    };

    private static EventDraft Draft0 => new("", "task.created", 0, Severity.Info, "task-123", "Write Python function", []);

    private EventDraft Draft() => Draft0 with { Id = "e-1", TimeUnixMs = _time.UnixMs - 5 };

    private Task<ReportEventAnswer> SendAsync(EventDraft draft, AgentId? agent = null) =>
        _handler.Handle(new ReportEventCommand(agent ?? Agent, draft), CancellationToken.None);
}
