using CleanLite.Application.Live;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Tests.Live;

public sealed class LiveQueryTests
{
    [Fact]
    public void Parse_NoQuery_IsMetricsWithSnapshot()
    {
        var subscription = Parse().ShouldHaveSingleItem();
        subscription.ShouldBe(ChannelSubscription.Default);
        (subscription.Channel, subscription.Snapshot, subscription.IntervalMs, subscription.Since).ShouldBe(("metrics", true, 0, null));
    }

    [Fact]
    public void Parse_Channels_GivesEachOnce() =>
        Parse(("channels", "metrics, events"), ("channels", "tasks,metrics")).Select(s => s.Channel).ShouldBe(["metrics", "events", "tasks"]);

    [Fact]
    public void Parse_ChannelsNone_GivesNone() => Parse(("channels", "none")).ShouldBeEmpty();

    [Fact]
    public void Parse_Filters_ApplyToEveryChannel()
    {
        var all = Parse(
            ("channels", "metrics,events"), ("agent", "web-*"), ("agent", "!web-9"), ("metric", "cpu*"), ("label.env", "prod"), ("type", "task.*"));
        all[0].Series.Passes(SeriesOf("web-1", "cpu.user", ("env", "prod"))).ShouldBeTrue();
        all[0].Series.Passes(SeriesOf("web-9", "cpu.user", ("env", "prod"))).ShouldBeFalse();
        all[0].Series.Passes(SeriesOf("web-1", "cpu.user", ("env", "test"))).ShouldBeFalse();
        all[1].Events.Passes(EventOf("web-1", "task.created")).ShouldBeTrue();
        all[1].Events.Passes(EventOf("web-1", "tool.called")).ShouldBeFalse();
        all[1].Events.Passes(EventOf("db-1", "task.created")).ShouldBeFalse();
    }

    [Fact]
    public void Parse_PositionSnapshotAndInterval_AreTaken()
    {
        var subscription = Parse(("since", "k3jx9a2m:812"), ("snapshot", "false"), ("intervalMs", "250")).ShouldHaveSingleItem();
        subscription.Since.ShouldBe(new StreamPosition("k3jx9a2m", 812));
        (subscription.Snapshot, subscription.IntervalMs).ShouldBe((false, 250));
    }

    [Fact]
    public void Parse_UnknownParameter_IsIgnored() => Parse(("colour", "red"), ("label.", "x")).ShouldHaveSingleItem();

    [Theory]
    [InlineData("channels", "metric", "unknown_channel", "Channels: metrics, agents")]
    [InlineData("since", "812", "bad_field", "<epoch>:<offset>")]
    [InlineData("since", "abc:-1", "bad_field", "<epoch>:<offset>")]
    [InlineData("since", "abc:99999999999999999999", "bad_field", "<epoch>:<offset>")]
    [InlineData("snapshot", "maybe", "bad_field", "true or false")]
    [InlineData("intervalMs", "-1", "bad_field", "0 to 60000")]
    [InlineData("intervalMs", "60001", "bad_field", "0 to 60000")]
    [InlineData("agent", "", "bad_field", "1 to 255")]
    [InlineData("metric", "!", "bad_field", "1 to 255")]
    [InlineData("agent", "a\u0001b", "bad_field", "control characters")]
    [InlineData("label.a\u0002", "x", "bad_field", "control characters")]
    public void Parse_WrongParameter_SaysWhatIsAllowed(string key, string value, string code, string says)
    {
        LiveQuery.TryParse([KeyValuePair.Create(key, value)], out _, out var fault).ShouldBeFalse();
        fault!.Code.ShouldBe(code);
        fault.Message.ShouldContain(says);
    }

    [Theory]
    [InlineData(FilterFields.MaxPatterns, true)]
    [InlineData(FilterFields.MaxPatterns + 1, false)]
    public void Parse_Patterns_AreLimited(int count, bool fits) =>
        LiveQuery.TryParse(Enumerable.Range(0, count).Select(i => KeyValuePair.Create("agent", $"a{i}")), out _, out _).ShouldBe(fits);

    private static IReadOnlyList<ChannelSubscription> Parse(params (string Key, string Value)[] query)
    {
        LiveQuery.TryParse(query.Select(p => KeyValuePair.Create(p.Key, p.Value)), out var subscriptions, out var fault).ShouldBeTrue(fault?.Message);
        return subscriptions!;
    }

    private static Series SeriesOf(string agent, string metric, params (string, string)[] labels) =>
        new(0, AgentId.Parse(agent), new SeriesDefinition(MetricName.Parse(metric), LabelSet.Of(labels)));

    private static Domain.Activity.ActivityEvent EventOf(string agent, string type) =>
        new() { Id = "1", Source = $"agent/{agent}", Type = type, TimeUnixMs = 0 };
}
