using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;

namespace CleanLite.Infrastructure.Tests.Live;

/// <summary>What compact frames have of their own: names of series. That they mean what JSON means, the tests in both encodings show.</summary>
public sealed class CompactFramesTests
{
    [Fact]
    public async Task SameRun_SeenInBothEncodings_GivesTheSameMessages()
    {
        await using var json = new LiveRig(LiveEncoding.Json, o => o.MaxCommandsPerSecond = 1_000, run: false);
        await using var compact = new LiveRig(LiveEncoding.Protobuf, o => o.MaxCommandsPerSecond = 1_000, run: false);
        var told = await Task.WhenAll(TellAsync(json), TellAsync(compact));
        told[0].Count.ShouldBeGreaterThan(100);
        told[1].Count.ShouldBe(told[0].Count);
        foreach (var (compactly, inFull) in told[1].Zip(told[0])) compactly.ShouldBe(inFull);
    }

    [Fact]
    public async Task Series_OnceAnnounced_IsNotNamedAgain()
    {
        await using var rig = new LiveRig(LiveEncoding.Protobuf, run: false);
        var series = Enumerable.Range(0, 100).Select(i => rig.NewSeries("agent", $"a.rather.long.name.of.a.metric.{i}")).ToArray();
        var client = rig.Connect(LiveRig.Metric(snapshot: false));
        await client.NextAsync("subscribed");

        var sizes = new List<int>();
        for (var round = 1; round <= 2; round++)
        {
            rig.Publish([.. series.Select(s => new MetricPoint(s, 1_763_622_000_000 + round, round + 0.5))]);
            rig.Metrics.Drain();
            sizes.Add((await client.NextFrameAsync())!.Value.Payload.Length);
        }

        sizes[0].ShouldBeGreaterThan(100 * 40);
        sizes[1].ShouldBeLessThan(100 * 11, "a number, a timestamp and a value");
    }

    [Fact]
    public async Task Unit_ThatChanges_IsAnnouncedUnderANewNumber()
    {
        await using var rig = new LiveRig(LiveEncoding.Protobuf, run: false);
        var series = rig.NewSeries();
        var client = rig.Connect();
        await client.NextAsync("snapshot");
        foreach (var unit in (string[])["", "By", "By", ""])
        {
            if (series.Unit != unit) series = series.Redeclare(unit);
            rig.Publish(new MetricPoint(series, 1, 1));
            rig.Metrics.Drain();
            var point = (await client.NextAsync("metrics")).GetProperty("points")[0];
            (point.TryGetProperty("unit", out var told) ? told.GetString() : "").ShouldBe(unit);
        }

        client.Decoder.Known.ShouldBe(3);
    }

    [Fact]
    public async Task Series_ThatComeAndGo_AreForgottenInTheEnd()
    {
        const int Generations = 500, Places = 100;
        await using var rig = new LiveRig(LiveEncoding.Protobuf, o => o.QueueBytes = 64 * 1024 * 1024, run: false);
        var clients = new[] { rig.Connect(LiveRig.Metric()), rig.Connect(LiveRig.Metric(LiveRig.Agents("*-1"))) };
        foreach (var client in clients) await client.NextAsync("snapshot");
        for (var generation = 1; generation <= Generations; generation++)
        {
            var series = Enumerable.Range(0, Places).Select(i => LiveRig.SeriesOf(i, $"g{generation}-{i % 2}", $"m{i}")).ToArray();
            rig.Publish([.. series.Select(s => new MetricPoint(s, generation, generation))]);
            rig.Metrics.Drain();
            foreach (var client in clients) (await client.NextAsync("metrics")).GetProperty("points")[0].GetProperty("timestamp").GetInt32().ShouldBe(generation);
            foreach (var each in series) rig.Metrics.Forget(each);
            rig.Metrics.Drain();
        }

        foreach (var client in clients) client.Decoder.Known.ShouldBeLessThan(11_000, "of 50,000 that came");
    }

    [Fact]
    public void Names_OfAMoment_StayWhatTheyWere()
    {
        var series = Enumerable.Range(0, 3_000).Select(i => LiveRig.SeriesOf(i, "a", $"m{i}")).ToArray();
        var first = SeriesNames.Empty.With([.. series.Select((s, i) => new SeriesName(i + 1, s))]);
        var successor = LiveRig.SeriesOf(1_500, "b", "m");
        var second = first.With([new SeriesName(3_001, successor)]);
        var third = second.Without(series[7]).Without(series[7]);

        (first.Count, second.Count, third.Count).ShouldBe((3_000, 3_000, 2_999));
        (first.Next, second.Next, third.Next).ShouldBe((3_001, 3_002, 3_002));
        first.NumberOf(series[1_500]).ShouldBe(1_501);
        second.NumberOf(series[1_500]).ShouldBe(0);
        second.NumberOf(successor).ShouldBe(3_001);
        (first.NumberOf(series[7]), second.NumberOf(series[7]), third.NumberOf(series[7])).ShouldBe((8, 8, 0));
        third.NumberOf(LiveRig.SeriesOf(100_000, "a", "m")).ShouldBe(0);
    }

    /// <summary>A run with everything that a viewer may meet, and what one of them was told, whatever differs from run to run left out.</summary>
    private static async Task<List<string>> TellAsync(LiveRig rig)
    {
        var random = new Random(11);
        var series = Enumerable.Range(0, 40).Select(i => LiveRig.SeriesOf(
            i, $"agent-{i % 4}", $"m.{i}", ("räumlich", $"ü\"{i}"), ("zone", "日本"))).ToArray();
        foreach (ref var each in series.AsSpan())
        {
            if (each.Number % 3 == 0) each = each.Redeclare("By");
        }

        Publish();
        var told = new List<string>();
        var client = rig.Connect(LiveRig.Metric(), LiveRig.Event());
        await ReadAllAsync("now");
        for (var round = 0; round < 60; round++)
        {
            if (round % 3 == 0) rig.Events.Publish(rig.NewEvent("task.created") with { Subject = "ß", Message = "\"", Attributes = new Dictionary<string, string> { ["a"] = "b" } });
            rig.Events.Drain();
            Publish();
            if (round % 20 == 9) await client.SendAsync("""{"id":"again","action":"subscribe","channel":"metrics","filter":{"agents":["agent-1","agent-2"]}}""");
            if (round % 20 == 19) await client.SendAsync("""{"id":-7,"action":"subscribe","channel":"nothing"}""");
            await ReadAllAsync($"r{round}");
        }

        await client.CloseAsync();
        client = rig.Connect(LiveRig.Metric(since: new StreamPosition(rig.Metrics.Epoch, 100)));
        await ReadAllAsync("since");
        await client.CloseAsync();

        // Answers overtake points that wait, or do not.
        return [.. told.OrderBy(t => t.Split(',')[0], StringComparer.Ordinal)];

        void Publish()
        {
            rig.Publish([.. Enumerable.Range(0, 20).Select(_ => new MetricPoint(series[random.Next(series.Length)], random.Next(), random.NextDouble() * random.Next(-9, 9)))]);
            rig.Metrics.Drain();
        }

        async Task ReadAllAsync(string id)
        {
            // Each answer is followed by a piece of what waits.
            for (var i = 0; i < 10; i++) await ReadAsync($"{id}-{i}");
        }

        async Task ReadAsync(string id)
        {
            await client.SendAsync($$"""{"id":"{{id}}","action":"ping"}""");
            var answered = false;
            while (!answered)
            {
                var text = (await client.NextTextAsync())!;
                answered = text.StartsWith($$"""{"type":"pong","id":"{{id}}",""", StringComparison.Ordinal);
                told.Add(text.Replace(rig.Metrics.Epoch, "epoch", StringComparison.Ordinal));
            }
        }
    }
}
