using System.Text.Json;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Live;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Live;

public sealed class LiveEventsTests
{
    [Theory]
    [BothEncodings]
    public async Task Event_OfAnAgent_IsTheContractsText(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, run: false);
        var client = await SubscribedAsync(rig, LiveRig.Event());
        rig.Events.Publish(new ActivityEvent
        {
            Id = "01J",
            Source = "agent/forge",
            Type = "task.created",
            TimeUnixMs = 1_795_170_600_123,
            Subject = "task-123",
            Message = "Write Python function",
            Attributes = new Dictionary<string, string> { ["bid"] = "100" },
        });
        rig.Events.Drain();
        (await client.NextTextAsync()).ShouldBe(
            """{"type":"event","channel":"tasks","offset":1,"event":{"specversion":"1.0","id":"01J","source":"agent/forge","type":"task.created","time":"2026-11-20T10:30:00.123Z","subject":"task-123","severity":"info","message":"Write Python function","data":{"bid":"100"}}}""");
    }

    [Theory]
    [InlineData("tasks", "task.created")]
    [InlineData("budget", "budget.spent")]
    [InlineData("messages", "message.sent")]
    [InlineData("tools", "tool.called")]
    [InlineData("bids", "bid.placed")]
    [InlineData("agents", "agent.connected")]
    [InlineData("system", "system.started")]
    [InlineData("rejects", "reject.series")]
    public async Task Channel_GetsTheEventsOfItsFirstWordAndNoOther(string channel, string type)
    {
        await using var rig = new LiveRig(LiveEncoding.Json, o => o.MaxEventsPerSecond = 0, run: false);
        var (own, union) = (await SubscribedAsync(rig, LiveRig.Event(channel)), await SubscribedAsync(rig, LiveRig.Event()));
        string[] types = ["task.created", "budget.spent", "message.sent", "tool.called", "bid.placed", "agent.connected", "system.started", "reject.series", "deploy.done"];
        foreach (var each in types) rig.Events.Publish(rig.NewEvent(each));
        rig.Events.Publish(rig.NewEvent(type));
        rig.Events.Drain();

        TypeOf(await own.NextAsync()).ShouldBe(type);
        var second = await own.NextAsync();
        TypeOf(second).ShouldBe(type);
        second.GetProperty("channel").GetString().ShouldBe(channel);
        second.GetProperty("offset").GetInt64().ShouldBe(types.Length + 1);
        foreach (var each in types) TypeOf(await union.NextAsync()).ShouldBe(each);
    }

    [Theory]
    [BothEncodings]
    public async Task Event_OfAWordWithoutChannel_GoesToEventsAlone(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, run: false);
        var client = await SubscribedAsync(rig, LiveRig.Event());
        rig.Events.Publish(rig.NewEvent("deploy.done"));
        rig.Events.Drain();
        (await client.NextAsync()).GetProperty("channel").GetString().ShouldBe("events");
    }

    [Theory]
    [BothEncodings]
    public async Task Filter_OnTypesSeveritiesAndAgents_LetsOnlyThosePass(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, run: false);
        var client = rig.Connect([], 65_536);
        await client.NextAsync("welcome");
        await client.SendAsync(
            """{"action":"subscribe","channel":"events","filter":{"types":["task.*","!task.noise"],"severities":["warn","error"],"agents":["web-*"]}}""");
        await client.NextAsync("subscribed");
        rig.Events.Publish(rig.NewEvent("task.created"));
        rig.Events.Publish(rig.NewEvent("task.noise", severity: Severity.Error));
        rig.Events.Publish(rig.NewEvent("tool.failed", severity: Severity.Error));
        rig.Events.Publish(rig.NewEvent("task.failed", "agent/db-1", Severity.Error));
        rig.Events.Publish(rig.NewEvent("task.failed", severity: Severity.Error));
        rig.Events.Drain();
        (await client.NextAsync()).GetProperty("offset").GetInt64().ShouldBe(5);
    }

    [Theory]
    [BothEncodings]
    public async Task Events_BeyondTheRate_AreFoldedIntoOneAndNoneIsLost(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, run: false);
        var client = await SubscribedAsync(rig, LiveRig.Event());
        for (var i = 0; i < 47; i++) rig.Events.Publish(rig.NewEvent());
        rig.Events.Drain();
        for (var i = 1; i <= 10; i++) (await client.NextAsync()).GetProperty("offset").GetInt64().ShouldBe(i);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        rig.Events.Drain();
        var folded = await client.NextAsync();
        TypeOf(folded).ShouldBe("system.folded");
        folded.GetProperty("channel").GetString().ShouldBe("system");
        folded.GetProperty("offset").GetInt64().ShouldBe(47);
        folded.GetProperty("event").GetProperty("data").GetProperty("count").GetString().ShouldBe("37");

        rig.Events.Publish(rig.NewEvent("task.done"));
        rig.Events.Drain();
        TypeOf(await client.NextAsync()).ShouldBe("task.done");
    }

    [Theory]
    [BothEncodings]
    public async Task Events_AtAnyPace_NeverExceedTheRateAndAddUp(LiveEncoding encoding)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            await using var rig = new LiveRig(encoding, o => o.HeartbeatMs = 600_000, run: false);
            var client = await SubscribedAsync(rig, LiveRig.Event());
            var (random, published, told, arrivals) = (new Random(seed), 0, 0, new List<long>());
            for (var step = 0; step < 60; step++)
            {
                var burst = random.Next(0, 20);
                for (var i = 0; i < burst; i++) rig.Events.Publish(rig.NewEvent());
                published += burst;
                rig.Events.Drain();
                told += await DrainAsync(client, rig, arrivals);
                rig.Time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 400)));
                rig.Events.Drain();
                told += await DrainAsync(client, rig, arrivals);
            }

            rig.Time.Advance(TimeSpan.FromSeconds(2));
            rig.Events.Drain();
            told += await DrainAsync(client, rig, arrivals);
            told.ShouldBe(published, $"seed {seed}");
            for (var i = 10; i < arrivals.Count; i++)
                (arrivals[i] - arrivals[i - 10]).ShouldBeGreaterThanOrEqualTo(1_000, $"seed {seed}: eleven messages within a second");
        }
    }

    [Theory]
    [BothEncodings]
    public async Task Resume_WithFoldPending_GetsTheFoldedOnesOneByOne(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, run: false);
        var first = await SubscribedAsync(rig, LiveRig.Event());
        for (var i = 0; i < 30; i++) rig.Events.Publish(rig.NewEvent());
        rig.Events.Drain();
        for (var i = 1; i <= 10; i++) await first.NextAsync("event");

        // A heartbeat must not move the viewer past what it has not been told.
        rig.Time.Advance(TimeSpan.FromMilliseconds(500));
        await first.SendAsync("""{"action":"ping"}""");
        await first.NextAsync("pong");
        var second = rig.Connect(LiveRig.Event(since: new StreamPosition(rig.Events.Epoch, 10)));
        (await second.NextAsync("subscribed")).GetProperty("recovered").GetBoolean().ShouldBeTrue();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        rig.Events.Drain();
        var folded = await second.NextAsync();
        TypeOf(folded).ShouldBe("system.folded");
        folded.GetProperty("event").GetProperty("data").GetProperty("count").GetString().ShouldBe("20");

        // Once the fold is told it lies in the past, where nothing is folded.
        var third = rig.Connect(LiveRig.Event(since: new StreamPosition(rig.Events.Epoch, 10)));
        for (var offset = 11; offset <= 30; offset++) (await third.NextAsync("event")).GetProperty("offset").GetInt64().ShouldBe(offset);
    }

    [Theory]
    [BothEncodings]
    public async Task Resume_WithPositionStillHeld_GetsExactlyWhatItMissed(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => o.MaxEventsPerSecond = 0, run: false);
        for (var i = 1; i <= 900; i++) rig.Events.Publish(rig.NewEvent(i % 2 == 0 ? "task.a" : "tool.b"));
        rig.Events.Drain();
        var client = rig.Connect(LiveRig.Event("tasks", since: new StreamPosition(rig.Events.Epoch, 100)));
        var subscribed = await client.NextAsync("subscribed");
        subscribed.GetProperty("recovered").GetBoolean().ShouldBeTrue();
        subscribed.GetProperty("offset").GetInt64().ShouldBe(100);
        rig.Events.Publish(rig.NewEvent("task.live"));
        rig.Events.Drain();
        for (var offset = 102; offset <= 900; offset += 2) (await client.NextAsync()).GetProperty("offset").GetInt64().ShouldBe(offset);
        (await client.NextAsync()).GetProperty("offset").GetInt64().ShouldBe(901);
    }

    [Theory]
    [BothEncodings]
    public async Task Resume_WithPositionNotHeld_IsNotRecovered(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => (o.RingEvents, o.MaxEventsPerSecond) = (100, 0), run: false);
        for (var i = 1; i <= 300; i++) rig.Events.Publish(rig.NewEvent());
        rig.Events.Drain();
        var client = rig.Connect(LiveRig.Event(since: new StreamPosition(rig.Events.Epoch, 199)));
        var subscribed = await client.NextAsync("subscribed");
        subscribed.GetProperty("recovered").GetBoolean().ShouldBeFalse();
        subscribed.GetProperty("offset").GetInt64().ShouldBe(300);
        rig.Events.Publish(rig.NewEvent());
        rig.Events.Drain();
        (await client.NextAsync()).GetProperty("offset").GetInt64().ShouldBe(301);
    }

    [Theory]
    [BothEncodings]
    public async Task SlowViewer_PastItsAllowance_IsToldWhatItLost(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => (o.QueueBytes, o.MaxEventsPerSecond) = (64 * 1024, 0), run: false);
        var client = rig.Connect([LiveRig.Event()], 4_096);
        await client.NextAsync("subscribed");
        const int Published = 2_000;
        for (var i = 1; i <= Published; i++) rig.Events.Publish(rig.NewEvent());
        rig.Events.Drain();

        var (received, lost, last) = (0L, 0L, 0L);
        while (received + lost < Published)
        {
            var message = await client.NextAsync();
            if (message.GetProperty("type").GetString() == "lost")
            {
                message.GetProperty("channel").GetString().ShouldBe("events");
                message.GetProperty("fromOffset").GetInt64().ShouldBe(last);
                last = message.GetProperty("toOffset").GetInt64();
                lost += message.GetProperty("events").GetInt64();
            }
            else
            {
                var offset = message.GetProperty("offset").GetInt64();
                offset.ShouldBe(last + 1);
                (last, received) = (offset, received + 1);
            }
        }

        lost.ShouldBeGreaterThan(0);
        last.ShouldBe(Published);
        rig.Counts.LostEvents.ShouldBe(lost);
    }

    [Theory]
    [BothEncodings]
    public async Task Events_ThatDoNotFitTheInput_AreToldAsLost(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => o.InputEvents = 5, run: false);
        var client = await SubscribedAsync(rig, LiveRig.Event("tasks"));
        for (var i = 0; i < 8; i++) rig.Events.Publish(rig.NewEvent());
        rig.Events.Drain();
        for (var i = 1; i <= 5; i++) (await client.NextAsync()).GetProperty("offset").GetInt64().ShouldBe(i);
        (await client.NextTextAsync()).ShouldBe("""{"type":"lost","channel":"tasks","events":3,"fromOffset":5,"toOffset":8}""");

        rig.Connect(LiveRig.Event(since: new StreamPosition(rig.Events.Epoch, 5)));
        var other = rig.Connect(LiveRig.Event(since: new StreamPosition(rig.Events.Epoch, 5)));
        (await other.NextAsync("subscribed")).GetProperty("recovered").GetBoolean().ShouldBeFalse();
        rig.Events.Publish(rig.NewEvent());
        rig.Events.Drain();
        (await client.NextAsync()).GetProperty("offset").GetInt64().ShouldBe(9);
    }

    [Theory]
    [BothEncodings]
    public async Task Log_OfTheServer_GetsEveryEventInOrder(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, run: false);
        for (var i = 1; i <= 20; i++) rig.Events.Publish(rig.NewEvent());
        rig.Events.Drain();
        rig.Log.ReceivedCalls().Where(c => c.GetMethodInfo().Name == "Append").Select(c => (long)c.GetArguments()[0]!)
            .ShouldBe(Enumerable.Range(1, 20).Select(i => (long)i));
    }

    private static async Task<LiveClient> SubscribedAsync(LiveRig rig, ChannelSubscription subscription)
    {
        var client = rig.Connect(subscription);
        await client.NextAsync("subscribed");
        return client;
    }

    /// <summary>Reads all that is there, and counts the events that it stands for.</summary>
    private static async Task<int> DrainAsync(LiveClient client, LiveRig rig, List<long> arrivals)
    {
        var told = 0;

        // Answers go before events; by the second answer the events that were there before the first have gone too.
        await client.SendAsync("""{"action":"ping"}""");
        for (var pongs = 0; ;)
        {
            var message = await client.NextAsync();
            if (message.GetProperty("type").GetString() == "pong")
            {
                if (++pongs == 2) return told;
                await client.SendAsync("""{"action":"ping"}""");
            }

            if (message.GetProperty("type").GetString() != "event") continue;
            arrivals.Add(rig.Time.UnixMs);
            told += TypeOf(message) == "system.folded"
                ? int.Parse(message.GetProperty("event").GetProperty("data").GetProperty("count").GetString()!, System.Globalization.CultureInfo.InvariantCulture)
                : 1;
        }
    }

    private static string TypeOf(JsonElement message) => message.GetProperty("event").GetProperty("type").GetString()!;
}
