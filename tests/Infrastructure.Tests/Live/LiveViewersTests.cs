using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Live;

public sealed class LiveViewersTests
{
    [Theory]
    [BothEncodings]
    public async Task Connect_WithoutAWord_GetsWelcomeSnapshotAndPoints(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var series = rig.NewSeries();
        rig.Publish(new MetricPoint(series, 1_000, 0.5));
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 1);

        var client = rig.Connect();
        var welcome = await client.NextAsync();
        welcome.GetProperty("type").GetString().ShouldBe("welcome");
        welcome.GetProperty("protocol").GetString().ShouldBe("cleanlite.v1");
        welcome.GetProperty("heartbeatMs").GetInt32().ShouldBe(5_000);
        var subscribed = await client.NextAsync();
        subscribed.GetProperty("type").GetString().ShouldBe("subscribed");
        subscribed.GetProperty("offset").GetInt64().ShouldBe(1);
        subscribed.GetProperty("recovered").GetBoolean().ShouldBeFalse();
        subscribed.TryGetProperty("id", out _).ShouldBeFalse();
        var snapshot = await client.NextAsync();
        snapshot.GetProperty("type").GetString().ShouldBe("snapshot");
        snapshot.GetProperty("last").GetBoolean().ShouldBeTrue();
        snapshot.GetProperty("points").GetArrayLength().ShouldBe(1);

        var receivedAt = rig.Time.UnixMs;
        rig.Publish(new MetricPoint(series, 2_000, 0.6), new MetricPoint(series, 3_000, 7));
        (await client.NextTextAsync()).ShouldBe(
            $$"""{"type":"metrics","offset":3,"receivedAt":{{receivedAt}},"points":[{"agent":"web-1","metric":"cpu","labels":{},"timestamp":2000,"value":0.6},{"agent":"web-1","metric":"cpu","labels":{},"timestamp":3000,"value":7}]}""");
        await client.CloseAsync();
        (await client.Served).ShouldBe(new LiveOutcome(LiveEnding.Closed, true));
    }

    [Theory]
    [BothEncodings]
    public async Task Connect_ToEmptyServer_GetsOneEmptyPage(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var snapshot = await rig.Connect().NextAsync("snapshot");
        snapshot.GetProperty("points").GetArrayLength().ShouldBe(0);
        snapshot.GetProperty("last").GetBoolean().ShouldBeTrue();
        snapshot.GetProperty("page").GetInt32().ShouldBe(1);
    }

    [Theory]
    [BothEncodings]
    public async Task Snapshot_OfManySeries_ComesInPagesWithOneOffset(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        rig.Publish([.. Enumerable.Range(0, 2_500).Select(i => new MetricPoint(rig.NewSeries("a", $"m{i}"), 1, i))]);
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 2_500);
        var client = rig.Connect();
        var metrics = new HashSet<string>();
        for (var page = 1; page <= 3; page++)
        {
            var snapshot = await client.NextAsync("snapshot");
            snapshot.GetProperty("page").GetInt32().ShouldBe(page);
            snapshot.GetProperty("offset").GetInt64().ShouldBe(2_500);
            snapshot.GetProperty("last").GetBoolean().ShouldBe(page == 3);
            foreach (var point in snapshot.GetProperty("points").EnumerateArray())
                metrics.Add(point.GetProperty("metric").GetString()!).ShouldBeTrue();
        }

        metrics.Count.ShouldBe(2_500);
    }

    [Theory]
    [BothEncodings]
    public async Task Snapshot_AfterSeriesLeft_LeavesItOut(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var (left, stays) = (rig.NewSeries("a", "left"), rig.NewSeries("a", "stays"));
        rig.Publish(new MetricPoint(left, 1, 1), new MetricPoint(stays, 1, 1));
        rig.Metrics.Forget(left);
        rig.Publish(new MetricPoint(stays, 2, 2));
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 3);
        var snapshot = await rig.Connect().NextAsync("snapshot");
        snapshot.GetProperty("points").EnumerateArray().Single().GetProperty("metric").GetString().ShouldBe("stays");
    }

    [Theory]
    [BothEncodings]
    public async Task Filter_OnAgentMetricAndLabel_LetsOnlyThosePass(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var env = KeyValuePair.Create("env", new PatternList(["prod"]));
        var filter = new SeriesFilter(new PatternList(["web-*", "!web-9"]), new PatternList(["cpu"]), [env]);
        var client = rig.Connect(LiveRig.Metric(filter));
        await client.NextAsync("snapshot");
        rig.Publish(
            new MetricPoint(rig.NewSeries("web-9", "cpu", ("env", "prod")), 1, 1),
            new MetricPoint(rig.NewSeries("web-1", "mem", ("env", "prod")), 1, 2),
            new MetricPoint(rig.NewSeries("web-1", "cpu", ("env", "test")), 1, 3),
            new MetricPoint(rig.NewSeries("web-1", "cpu", ("env", "prod")), 1, 4),
            new MetricPoint(rig.NewSeries("web-1", "cpu"), 1, 5));
        var frame = await client.NextAsync("metrics");
        frame.GetProperty("offset").GetInt64().ShouldBe(4);
        frame.GetProperty("points").EnumerateArray().Single().GetProperty("value").GetDouble().ShouldBe(4);
    }

    [Theory]
    [BothEncodings]
    public async Task Filter_NumberTakenOverByAnotherSeries_IsAskedAgain(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = rig.Connect(LiveRig.Metric(LiveRig.Agents("new")));
        await client.NextAsync("snapshot");
        var old = LiveRig.SeriesOf(0, "old", "m");
        rig.Publish(new MetricPoint(old, 1, 1));
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 1);
        rig.Metrics.Forget(old);
        rig.Publish(new MetricPoint(LiveRig.SeriesOf(0, "new", "m"), 1, 2));
        (await client.NextAsync("metrics")).GetProperty("offset").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task ManyViewers_ReadingAlong_GetAllPointsInOrder()
    {
        const int Viewers = 100, Batches = 100, PerBatch = 1_000;

        // An allowance that nobody can use up: this test is about completeness, others are about merging.
        await using var rig = new LiveRig(LiveEncoding.Json, o => o.QueueBytes = 256 * 1024 * 1024);
        var series = Enumerable.Range(0, PerBatch).Select(i => rig.NewSeries($"agent-{i % 20}", $"metric.{i}")).ToArray();
        var clients = Enumerable.Range(0, Viewers).Select(_ => rig.Connect()).ToArray();
        foreach (var client in clients) await client.NextAsync("snapshot");
        var reading = clients.Select((c, i) => Task.Run(() => ReadPointsAsync(c, Batches * PerBatch, parse: i % 20 == 0))).ToArray();
        for (var batch = 1; batch <= Batches; batch++)
            rig.Publish([.. series.Select(s => new MetricPoint(s, batch, batch))]);

        var results = await Task.WhenAll(reading);
        results.Select(r => r.Hash).Distinct().ShouldHaveSingleItem();
        rig.Counts.MergedPoints.ShouldBe(0);
    }

    [Theory]
    [BothEncodings]
    public async Task Points_PublishedWhileViewersConnect_AreInSnapshotOrAfterItNeverBoth(LiveEncoding encoding)
    {
        for (var seed = 1; seed <= 20; seed++) await SnapshotAgainstLiveAsync(encoding, seed);
    }

    [Theory]
    [BothEncodings]
    public async Task SlowViewer_PastAQuarter_IsMergedAndEveryPointAccountedFor(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => o.QueueBytes = 256 * 1024);
        var series = Enumerable.Range(0, 50).Select(i => rig.NewSeries("a", $"m{i}")).ToArray();
        var client = rig.Connect(LiveRig.Metric(), LiveRig.Event());
        await client.NextAsync("snapshot");
        long published = 0;
        for (var round = 1; round <= 400; round++)
        {
            rig.Publish([.. series.Select(s => new MetricPoint(s, round, round))]);
            published += series.Length;
            await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == published);
        }

        var (received, merged, newest) = (0L, 0L, new Dictionary<string, long>());
        while (received + merged < published)
        {
            var message = await client.NextAsync();
            if (message.GetProperty("type").GetString() == "merged") merged += message.GetProperty("points").GetInt64();
            if (message.GetProperty("type").GetString() == "metrics") received += CountInOrder(message, newest);
        }

        merged.ShouldBeGreaterThan(0);
        (received + merged).ShouldBe(published);
        newest.Values.ShouldAllBe(t => t == 400);
        rig.Counts.MergedPoints.ShouldBe(merged);

        // Back in step: what comes now comes point by point.
        rig.Publish(new MetricPoint(series[0], 500, 1));
        (await client.NextAsync("metrics")).GetProperty("offset").GetInt64().ShouldBe(published + 1);
    }

    [Theory]
    [BothEncodings]
    public async Task StoppedViewer_AmongMany_DelaysNobodyAndIsClosed(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => o.QueueBytes = encoding == LiveEncoding.Json ? 128 * 1024 : 16 * 1024);
        var series = Enumerable.Range(0, 100).Select(i => rig.NewSeries("a", $"m{i}")).ToArray();
        var stopped = rig.Connect([LiveRig.Metric()], buffer: 4 * 1024);
        var clients = Enumerable.Range(0, 20).Select(_ => rig.Connect()).ToArray();
        foreach (var client in clients) await client.NextAsync("snapshot");
        for (var round = 1; round <= 100; round++)
        {
            rig.Publish([.. series.Select(s => new MetricPoint(s, round, round))]);
            foreach (var client in clients)
            {
                // A slow test machine may merge even these; what counts is that each reaches the end of every round.
                var newest = new Dictionary<string, long>();
                while (newest.GetValueOrDefault("m99") < round) CountInOrder(await client.NextAsync("metrics"), newest);
            }
        }

        rig.Viewers.Count.ShouldBe(21);
        rig.Time.Advance(TimeSpan.FromSeconds(4));
        stopped.Served.IsCompleted.ShouldBeFalse();
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        (await stopped.Served).ShouldBe(new LiveOutcome(LiveEnding.TooSlow, false));
        rig.Viewers.Count.ShouldBe(20);
        rig.System.Received(1).Publish(Arg.Is<ActivityEvent>(e => e.Type == "system.limit" && e.Attributes["limit"] == "Live:StalledMs"));
    }

    [Theory]
    [BothEncodings]
    public async Task Resume_WithPositionStillHeld_GetsExactlyWhatItMissed(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var (a, b) = (rig.NewSeries("a", "m"), rig.NewSeries("b", "m"));
        for (var i = 1; i <= 300; i++) rig.Publish(new MetricPoint(a, i, i), new MetricPoint(b, i, i));
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 600);

        var client = rig.Connect(LiveRig.Metric(LiveRig.Agents("b"), new StreamPosition(rig.Metrics.Epoch, 100)));
        var subscribed = await client.NextAsync("subscribed");
        subscribed.GetProperty("recovered").GetBoolean().ShouldBeTrue();
        subscribed.GetProperty("offset").GetInt64().ShouldBe(100);
        rig.Publish(new MetricPoint(b, 301, 301));
        var timestamps = new List<long>();
        while (timestamps.Count < 251)
        {
            var message = await client.NextAsync();
            message.GetProperty("type").GetString().ShouldBe("metrics");
            timestamps.AddRange(message.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("timestamp").GetInt64()));
        }

        timestamps.ShouldBe(Enumerable.Range(51, 251).Select(i => (long)i));
    }

    [Theory]
    [BothEncodings]
    public async Task Resume_AfterNothingMissed_IsRecovered(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var series = rig.NewSeries();
        for (var round = 1; round <= 3; round++)
        {
            rig.Publish(new MetricPoint(series, round, round));
            await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == round);
            var client = rig.Connect(LiveRig.Metric(since: new StreamPosition(rig.Metrics.Epoch, round)));
            (await client.NextAsync("subscribed")).GetProperty("recovered").GetBoolean().ShouldBeTrue();
            await client.CloseAsync();
        }
    }

    [Theory]
    [InlineData("otherrun", 5)]
    [InlineData(null, 999)]
    [InlineData(null, 0)]
    public async Task Resume_WithPositionNotHeld_GetsSnapshot(string? epoch, long offset)
    {
        await using var rig = new LiveRig(LiveEncoding.Json, o => o.RingPoints = 100);
        var series = rig.NewSeries();
        for (var i = 1; i <= 300; i++) rig.Publish(new MetricPoint(series, i, i));
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 300);
        var client = rig.Connect(LiveRig.Metric(since: new StreamPosition(epoch ?? rig.Metrics.Epoch, offset)));
        (await client.NextAsync("subscribed")).GetProperty("recovered").GetBoolean().ShouldBeFalse();
        (await client.NextAsync()).GetProperty("type").GetString().ShouldBe("snapshot");
    }

    [Theory]
    [BothEncodings]
    public async Task Viewer_HearingNothing_GetsHeartbeatsWithOffsets(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = rig.Connect(LiveRig.Metric(LiveRig.Agents("nobody")), LiveRig.Event());
        await client.NextAsync("snapshot");
        rig.Publish(new MetricPoint(rig.NewSeries(), 1, 1));
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 1);

        // The server notes the time of a message when it has been written, which is when it may have been read here.
        await client.RoundTripAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        var heartbeat = await client.NextAsync();
        heartbeat.GetProperty("type").GetString().ShouldBe("heartbeat");
        heartbeat.GetProperty("offsets").GetProperty("metrics").GetInt64().ShouldBe(1);
        heartbeat.GetProperty("offsets").GetProperty("events").GetInt64().ShouldBe(0);
    }

    [Theory]
    [BothEncodings]
    public async Task Viewer_ThatAnswersPings_StaysAndOneThatDoesNotIsClosed(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var (alive, dead) = (rig.Connect(), rig.Connect());
        dead.AnswersPings = false;
        await alive.NextAsync("snapshot");
        await dead.NextAsync("snapshot");
        var closing = dead.ReadToCloseAsync();
        for (var passed = 1_000; passed <= rig.Options.PingIntervalMs + rig.Options.PongTimeoutMs; passed += 1_000)
        {
            closing.IsCompleted.ShouldBeFalse();
            rig.Time.Advance(TimeSpan.FromSeconds(1));

            // A ping that is due is answered, and the answer taken, before time goes on.
            do await alive.RoundTripAsync();
            while (alive.Pings < passed / rig.Options.PingIntervalMs);
            await alive.RoundTripAsync();
        }

        (await closing).ShouldBe(4001);
        dead.CloseReason.ShouldContain("ping");
        alive.IsOver.ShouldBeFalse();
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        (await dead.Served).Ending.ShouldBe(LiveEnding.NoPong);
        rig.Viewers.Count.ShouldBe(1);
    }

    [Theory]
    [BothEncodings]
    public async Task Connect_BeyondLimitOfAddress_IsRefusedAndAPlaceThatFreesIsTaken(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => o.MaxViewersPerAddress = 200);
        var (one, other) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));
        var clients = Enumerable.Range(0, 200).Select(_ => rig.Connect([], 4_096, one)).ToList();
        await LiveRig.UntilAsync(() => rig.Viewers.Count == 200);

        var refused = rig.Connect([], 4_096, one);
        (await refused.NextAsync()).GetProperty("type").GetString().ShouldBe("bye");
        (await refused.ReadToCloseAsync()).ShouldBe(4503);
        await rig.Connect([], 4_096, other).NextAsync("welcome");
        await clients[0].CloseAsync();
        await rig.Connect([], 4_096, one).NextAsync("welcome");
    }

    [Theory]
    [BothEncodings]
    public async Task Connect_BeyondLimitInAll_IsAskedToTryLater(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding, o => o.MaxViewers = 1);
        await rig.Connect().NextAsync("welcome");
        (await rig.Connect().ReadToCloseAsync()).ShouldBe(1013);
    }

    [Theory]
    [BothEncodings]
    public async Task SayGoodbye_TellsEachViewerWhenToComeBack(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var clients = Enumerable.Range(0, 50).Select(_ => rig.Connect()).ToList();
        foreach (var client in clients) await client.NextAsync("snapshot");
        rig.Viewers.SayGoodbye(LiveEnding.Restart);
        var waits = new List<int>();
        foreach (var client in clients)
        {
            var bye = await client.NextAsync("bye");
            bye.GetProperty("code").GetInt32().ShouldBe(1012);
            waits.Add(bye.GetProperty("reconnectAfterMs").GetInt32());
            (await client.ReadToCloseAsync()).ShouldBe(1012);
            await client.SendBytesAsync(ClientFrames.Close(1012));
            (await client.Served).ShouldBe(new LiveOutcome(LiveEnding.Restart, true));
        }

        waits.ShouldAllBe(w => w >= 0 && w <= rig.Options.ReconnectSpreadMs);
        waits.Distinct().Count().ShouldBeGreaterThan(10);
        (await rig.Connect().ReadToCloseAsync()).ShouldBe(1012);
    }

    [Theory]
    [BothEncodings]
    public async Task Viewer_ThatBreaksTheProtocol_IsClosedWithItsCode(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = rig.Connect();
        await client.SendBytesAsync(ClientFrames.Frame(0x82, [1]));
        (await client.ReadToCloseAsync()).ShouldBe(1003);
        client.Stream.Cut();
        (await client.Served).Ending.ShouldBe(LiveEnding.NotText);
    }

    [Theory]
    [BothEncodings]
    public async Task Viewer_ThatVanishes_IsForgotten(LiveEncoding encoding)
    {
        await using var rig = new LiveRig(encoding);
        var client = rig.Connect();
        await client.NextAsync("snapshot");
        client.Stream.Cut();
        (await client.Served).Ending.ShouldBe(LiveEnding.Cut);
        (rig.Viewers.Count, rig.Metrics.FilterCount).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Ping_FromViewer_IsAnsweredWithItsPayload()
    {
        await using var rig = new LiveRig(LiveEncoding.Json);
        var client = rig.Connect([], 4_096);
        await client.NextAsync("welcome");
        await client.SendBytesAsync(ClientFrames.Frame(0x89, [1, 2, 3]));
        var frame = (await client.NextFrameAsync())!.Value;
        frame.Opcode.ShouldBe((byte)0xA);
        frame.Payload.ToArray().ShouldBe([(byte)1, (byte)2, (byte)3]);
    }

    [Fact]
    public async Task Ingest_WithoutViewers_EncodesNothingAndGoesOn()
    {
        await using var rig = new LiveRig(LiveEncoding.Json);
        var series = rig.NewSeries();
        for (var i = 1; i <= 1_000; i++) rig.Publish(new MetricPoint(series, i, i));
        await LiveRig.UntilAsync(() => rig.Metrics.PublishedOffset == 1_000);
        rig.Metrics.FilterCount.ShouldBe(0);
    }

    [Fact]
    public async Task TryReserve_BeyondTheInput_IsRefused()
    {
        await using var rig = new LiveRig(LiveEncoding.Json, o => o.InputPoints = 100, run: false);
        rig.Metrics.TryReserve(60).ShouldBeTrue();
        rig.Metrics.TryReserve(41).ShouldBeFalse();
        rig.Metrics.TryReserve(40).ShouldBeTrue();
        for (var i = 0; i < 60; i++) rig.Metrics.Append(new MetricPoint(LiveRig.SeriesOf(0, "a", "m"), i, i));
        rig.Metrics.Release(60);
        rig.Metrics.TryReserve(1).ShouldBeFalse("60 wait and 40 are set aside");
        rig.Metrics.Drain();
        rig.Metrics.TryReserve(60).ShouldBeTrue();
    }

    private static async Task SnapshotAgainstLiveAsync(LiveEncoding encoding, int seed)
    {
        const int Rounds = 300, Count = 40;
        await using var rig = new LiveRig(encoding, o => o.QueueBytes = 64 * 1024 * 1024);
        var series = Enumerable.Range(0, Count).Select(i => rig.NewSeries("a", $"m{i}")).ToArray();
        var random = new Random(seed);
        var publishing = Task.Run(() =>
        {
            for (var round = 1; round <= Rounds; round++)
            {
                foreach (var part in series.Chunk(random.Next(1, Count))) rig.Publish([.. part.Select(s => new MetricPoint(s, round, round))]);
            }
        });
        var viewers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var client = rig.Connect();
            var newest = new Dictionary<string, long>();
            while (newest.Count < Count || newest.Values.Any(v => v < Rounds))
            {
                var message = await client.NextAsync();
                if (!message.TryGetProperty("points", out var points)) continue;
                var isSnapshot = message.GetProperty("type").GetString() == "snapshot";
                foreach (var point in points.EnumerateArray())
                {
                    var (metric, timestamp) = (point.GetProperty("metric").GetString()!, point.GetProperty("timestamp").GetInt64());

                    // A series that moved on while the snapshot was taken is not in it; its newer points come, and from there on all of them.
                    if (isSnapshot) newest.ContainsKey(metric).ShouldBeFalse();
                    else if (newest.TryGetValue(metric, out var before)) timestamp.ShouldBe(before + 1, $"seed {seed}, {metric}");
                    newest[metric] = timestamp;
                }
            }
        })).ToArray();
        await publishing;
        await Task.WhenAll(viewers);
    }

    /// <summary>Counts the points of a message and checks that no series goes back in time.</summary>
    private static long CountInOrder(JsonElement message, Dictionary<string, long> newest)
    {
        foreach (var point in message.GetProperty("points").EnumerateArray())
        {
            var (metric, timestamp) = (point.GetProperty("metric").GetString()!, point.GetProperty("timestamp").GetInt64());
            timestamp.ShouldBeGreaterThan(newest.GetValueOrDefault(metric));
            newest[metric] = timestamp;
        }

        return message.GetProperty("points").GetArrayLength();
    }

    /// <summary>Reads frames until that many points came, and hashes their bytes; a frame says how many it holds by its offset.</summary>
    private static async Task<(long Points, int Hash)> ReadPointsAsync(LiveClient client, int expected, bool parse)
    {
        var hash = default(HashCode);
        var (offset, newest) = (0L, new Dictionary<string, long>());
        while (offset < expected)
        {
            var frame = (await client.NextFrameAsync())!.Value.Payload;
            frame.Span[..27].SequenceEqual("{\"type\":\"metrics\",\"offset\":"u8).ShouldBeTrue();
            Utf8Parser.TryParse(frame.Span[27..], out offset, out _).ShouldBeTrue();
            hash.AddBytes(frame.Span);
            if (parse) CountInOrder(JsonDocument.Parse(frame).RootElement, newest);
        }

        offset.ShouldBe(expected);
        return (offset, hash.ToHashCode());
    }
}
