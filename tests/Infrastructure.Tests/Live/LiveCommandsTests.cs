using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Tests.Live;

public sealed class LiveCommandsTests
{
    [Theory]
    [BothEncodings]
    public async Task Ping_WithId_IsAnsweredWithIt(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = await QuietAsync(rig);
        var now = rig.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await client.SendAsync("""{"id":4,"action":"ping"}""");
        (await client.NextTextAsync()).ShouldBe($$"""{"type":"pong","id":4,"serverAt":{{now}}}""");
        await client.SendAsync("""{"id":"a\"b","action":"ping"}""");
        (await client.NextTextAsync()).ShouldBe($$"""{"type":"pong","id":"a\"b","serverAt":{{now}}}""");
        await client.SendAsync("""{"action":"ping"}""");
        (await client.NextTextAsync()).ShouldBe($$"""{"type":"pong","serverAt":{{now}}}""");
    }

    [Theory]
    [BothEncodings]
    public async Task Subscribe_ToMetrics_AnswersThenSendsSnapshotAndPoints(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var (web, db) = (rig.NewSeries("web-1"), rig.NewSeries("db-1"));
        rig.Publish(new MetricPoint(web, 1, 1), new MetricPoint(db, 1, 2));
        var client = await QuietAsync(rig);
        await client.SendAsync("""{"id":1,"action":"subscribe","channel":"metrics","filter":{"agents":["web-*"]}}""");
        var subscribed = await client.NextAsync();
        subscribed.GetProperty("type").GetString().ShouldBe("subscribed");
        subscribed.GetProperty("id").GetInt32().ShouldBe(1);
        (await client.NextAsync("snapshot")).GetProperty("points").GetArrayLength().ShouldBe(1);
        rig.Publish(new MetricPoint(db, 2, 1), new MetricPoint(web, 2, 2));
        (await client.NextAsync("metrics")).GetProperty("points").EnumerateArray().Single().GetProperty("agent").GetString().ShouldBe("web-1");
    }

    [Theory]
    [BothEncodings]
    public async Task Unsubscribe_ThenPublish_SendsNothingMore(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = rig.Connect();
        await client.NextAsync("snapshot");
        await client.SendAsync("""{"id":3,"action":"unsubscribe","channel":"metrics"}""");
        (await client.NextTextAsync()).ShouldBe("""{"type":"unsubscribed","id":3,"channel":"metrics"}""");
        rig.Metrics.FilterCount.ShouldBe(0);
        rig.Publish(new MetricPoint(rig.NewSeries(), 1, 1));
        await client.SendAsync("""{"action":"unsubscribe","channel":"metrics"}""");
        (await client.NextAsync()).GetProperty("code").GetString().ShouldBe(LiveFault.NotSubscribed);
    }

    [Theory]
    [BothEncodings]
    public async Task Resubscribe_UnderLoad_LosesAndDoublesNothing(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => o.QueueBytes = 64 * 1024 * 1024);
        var (a, b) = (rig.NewSeries("a"), rig.NewSeries("b"));
        var client = rig.Connect(LiveRig.Metric(LiveRig.Agents("a")));
        await client.NextAsync("snapshot");
        const int Points = 20_000, Changes = 40;
        var publishing = Task.Run(() =>
        {
            for (var i = 1; i <= Points; i++) rig.Publish(new MetricPoint(a, i, i), new MetricPoint(b, i, i));
        });
        var changing = Task.Run(async () =>
        {
            // Series a is wanted all the time: under every filter it must go on without a hole, whatever happens to b.
            for (var i = 0; i < Changes; i++)
            {
                var agents = (i % 3) switch { 0 => "\"a\",\"b\"", 1 => "\"a\"", _ => "\"*\"" };
                await client.SendAsync($$$"""{"action":"subscribe","channel":"metrics","snapshot":false,"filter":{"agents":[{{{agents}}}]}}""");
                await Task.Delay(2);
            }
        });
        long next = 1;
        while (next <= Points)
        {
            var message = await client.NextAsync();
            if (message.GetProperty("type").GetString() != "metrics") continue;
            foreach (var point in message.GetProperty("points").EnumerateArray().Where(p => p.GetProperty("agent").GetString() == "a"))
                point.GetProperty("timestamp").GetInt64().ShouldBe(next++);
        }

        await Task.WhenAll(publishing, changing);
    }

    [Theory]
    [BothEncodings]
    public async Task Subscribe_WithInterval_SendsNewestOfEachSeriesOncePerInterval(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var (a, b) = (rig.NewSeries("a"), rig.NewSeries("b"));
        rig.Publish(new MetricPoint(a, 1, 1));
        var client = await QuietAsync(rig);
        await client.SendAsync("""{"action":"subscribe","channel":"metrics","intervalMs":1000}""");
        (await client.NextAsync("snapshot")).GetProperty("points").GetArrayLength().ShouldBe(1);
        for (var i = 2; i <= 50; i++) rig.Publish(new MetricPoint(a, i, i), new MetricPoint(b, i, i));
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 99);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await client.NextTextAsync()).ShouldBe(
            """{"type":"metrics","offset":99,"points":[{"agent":"a","metric":"cpu","labels":{},"timestamp":50,"value":50},{"agent":"b","metric":"cpu","labels":{},"timestamp":50,"value":50}]}""");

        // An interval in which nothing changed sends nothing; the next that does sends only what changed.
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        rig.Publish(new MetricPoint(b, 51, 51));
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 100);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await client.NextAsync()).GetProperty("points").EnumerateArray().Single().GetProperty("timestamp").GetInt64().ShouldBe(51);
        rig.Metrics.FilterCount.ShouldBe(0, "It reads the state and needs no log.");
    }

    [Theory]
    [BothEncodings]
    public async Task Call_Method_AnswersWithItsResult(LiveEncoding encoding)
    {
        var call = new TestCall("system.metrics", () => """{"a":[1]}"""u8.ToArray());
        await using var rig = new LiveRig(encoding, calls: [call]);
        var client = await QuietAsync(rig);
        await client.SendAsync("""{"id":5,"action":"call","method":"system.metrics"}""");
        (await client.NextTextAsync()).ShouldBe("""{"type":"result","id":5,"method":"system.metrics","result":{"a":[1]}}""");
    }

    [Theory]
    [BothEncodings]
    public async Task Call_UnknownOrFailing_AnswersWithAnError(LiveEncoding encoding)
    {
        var call = new TestCall("system.metrics", () => throw new InvalidOperationException("secret"));
        await using var rig = new LiveRig(encoding, calls: [call]);
        var client = await QuietAsync(rig);
        await client.SendAsync("""{"id":1,"action":"call","method":"nothing"}""");
        var unknown = await client.NextAsync("error");
        unknown.GetProperty("code").GetString().ShouldBe(LiveFault.UnknownMethod);
        unknown.GetProperty("message").GetString()!.ShouldContain("system.metrics");
        await client.SendAsync("""{"id":2,"action":"call","method":"system.metrics"}""");
        var failed = await client.NextAsync("error");
        failed.GetProperty("code").GetString().ShouldBe(LiveFault.CallFailed);
        failed.GetProperty("retryable").GetBoolean().ShouldBeTrue();
        failed.GetProperty("message").GetString()!.ShouldNotContain("secret");
    }

    [Theory]
    [BothEncodings]
    public async Task Call_ThatIsCancelledByItself_AnswersWithAnError(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, calls: [new TestCall("system.metrics", () => throw new OperationCanceledException())]);
        var client = await QuietAsync(rig);
        await client.SendAsync("""{"id":1,"action":"call","method":"system.metrics"}""");
        (await client.NextAsync("error")).GetProperty("code").GetString().ShouldBe(LiveFault.CallFailed);
    }

    [Theory]
    [BothEncodings]
    public async Task Faults_TenInAMinute_CloseTheViewer(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = await QuietAsync(rig);
        for (var i = 1; i <= 9; i++)
        {
            await client.SendAsync("{");
            (await client.NextAsync()).GetProperty("code").GetString().ShouldBe(LiveFault.Malformed);
        }

        rig.Time.Advance(TimeSpan.FromMilliseconds(100));
        await client.SendAsync("""{"action":"dance"}""");
        (await client.NextAsync()).GetProperty("code").GetString().ShouldBe(LiveFault.UnknownAction);
        (await client.NextAsync()).GetProperty("type").GetString().ShouldBe("bye");
        (await client.ReadToCloseAsync()).ShouldBe(4501);
    }

    [Theory]
    [BothEncodings]
    public async Task Faults_NineInAMinuteAgainAndAgain_AreBorne(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = await QuietAsync(rig);
        for (var minute = 0; minute < 3; minute++)
        {
            for (var i = 1; i <= 9; i++)
            {
                await client.SendAsync("[]");
                await client.NextAsync("error");
            }

            for (var second = 0; second < 61; second++)
            {
                rig.Time.Advance(TimeSpan.FromSeconds(1));
                if (second % 5 != 0) continue;
                await client.SendAsync("""{"action":"ping"}""");
                await client.NextAsync("pong");
            }
        }

        rig.Viewers.Count.ShouldBe(1);
    }

    [Theory]
    [BothEncodings]
    public async Task Commands_BeyondFiftyASecond_AreRefusedUntilTheNext(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = await QuietAsync(rig);
        for (var i = 1; i <= 50; i++)
        {
            await client.SendAsync("""{"action":"ping"}""");
            await client.NextAsync("pong");
        }

        await client.SendAsync("""{"id":51,"action":"ping"}""");
        var refused = await client.NextAsync();
        refused.GetProperty("code").GetString().ShouldBe(LiveFault.TooManyCommands);
        refused.GetProperty("id").GetInt32().ShouldBe(51);
        refused.GetProperty("retryable").GetBoolean().ShouldBeTrue();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await client.SendAsync("""{"action":"ping"}""");
        await client.NextAsync("pong");
    }

    [Theory]
    [BothEncodings]
    public async Task Message_BeyondTheLimit_ClosesTheViewer(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = await QuietAsync(rig);
        await client.SendAsync(new string(' ', 64 * 1024 - 17) + """{"action":"ping"}""");
        await client.NextAsync("pong");
        await client.SendAsync(new string(' ', 64 * 1024 - 16) + """{"action":"ping"}""");
        (await client.ReadToCloseAsync()).ShouldBe(1009);
    }

    [Theory]
    [BothEncodings]
    public async Task Subscribe_BeyondTheLimitOfFilters_IsRefusedForNow(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => o.MaxFilters = 2);
        var clients = new[] { "a", "b" }.Select(agent => rig.Connect(LiveRig.Metric(LiveRig.Agents(agent)))).ToList();
        foreach (var client in clients) await client.NextAsync("snapshot");
        var third = rig.Connect(LiveRig.Metric(LiveRig.Agents("c")));
        var error = await third.NextAsync("error");
        error.GetProperty("code").GetString().ShouldBe(LiveFault.TooManyFilters);
        error.GetProperty("retryable").GetBoolean().ShouldBeTrue();

        // The same filter in other words is the same; and a place that frees is taken.
        await rig.Connect(LiveRig.Metric(LiveRig.Agents("b"))).NextAsync("snapshot");
        await clients[0].CloseAsync();
        await third.SendAsync("""{"action":"subscribe","channel":"metrics","filter":{"agents":["c"]}}""");
        await third.NextAsync("snapshot");
    }

    /// <summary>A viewer without a subscription.</summary>
    private static async Task<LiveClient> QuietAsync(LiveRig rig)
    {
        var client = rig.Connect([], 256 * 1024);
        await client.NextAsync("welcome");
        return client;
    }
}
