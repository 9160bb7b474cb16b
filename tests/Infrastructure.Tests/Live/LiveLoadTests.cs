using System.Runtime.CompilerServices;
using System.Text.Json;
using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Tests.Live;

public sealed class LiveLoadTests
{
    [Theory]
    [BothEncodings]
    public async Task ThousandViewers_WithFiftyFilters_EachGetExactlyWhatTheirsSays(LiveEncoding encoding)
    {
        const int Viewers = 1_000, Filters = 50, Agents = 50, Metrics = 10, Rounds = 20;
        await using var rig = new LiveRig(encoding, o => o.QueueBytes = 256 * 1024 * 1024);
        var series = Enumerable.Range(0, Agents * Metrics).Select(i => rig.NewSeries($"agent-{i / Metrics}", $"metric.{i % Metrics}")).ToArray();
        var filters = Enumerable.Range(0, Filters).Select(FilterOf).ToArray();
        var clients = Enumerable.Range(0, Viewers).Select(i => rig.Connect(LiveRig.Metric(filters[i % Filters]))).ToArray();
        foreach (var client in clients) await client.NextAsync("snapshot");
        rig.Metrics.FilterCount.ShouldBe(Filters);

        var expected = Array.ConvertAll(filters, _ => new List<double>());
        var batches = new List<MetricPoint[]>();
        var value = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            batches.Add([.. series.Select(s => new MetricPoint(s, round, ++value))]);
            for (var f = 0; f < Filters; f++) expected[f].AddRange(batches[^1].Where(p => filters[f].Passes(p.Series)).Select(p => p.Value));
        }

        expected.ShouldAllBe(e => e.Count > 0);
        var reading = clients.Select((c, i) => Task.Run(() => ReadValuesAsync(c, expected[i % Filters].Count))).ToArray();
        foreach (var batch in batches) rig.Publish(batch);
        for (var i = 0; i < Viewers; i++) (await reading[i]).SequenceEqual(expected[i % Filters]).ShouldBeTrue($"viewer {i}");

        // And nothing more: what follows the last point is the answer to a ping.
        foreach (var client in clients) await client.SendAsync("""{"action":"ping"}""");
        foreach (var client in clients) (await client.NextAsync()).GetProperty("type").GetString().ShouldBe("pong");
    }

    [Fact]
    public async Task ThousandSlowViewers_AreMergedOrClosedAndHarmNobody()
    {
        const int Dead = 500, Dripping = 500, Normal = 5, Filters = 11, Seconds = 14;
        await using var rig = new LiveRig(LiveEncoding.Json, o => o.QueueBytes = 256 * 1024);
        var series = Enumerable.Range(0, 500).Select(i => rig.NewSeries($"agent-{i % 10}", $"metric.{i}")).ToArray();
        var dead = Enumerable.Range(0, Dead).Select(_ => rig.Connect([LiveRig.Metric()], 4_096)).ToArray();
        var dripping = Enumerable.Range(0, Dripping).Select(i => rig.Connect([LiveRig.Metric(LiveRig.Agents($"agent-{i % 10}"))], 4_096)).ToArray();
        await LiveRig.UntilAsync(() => rig.Viewers.Count == Dead + Dripping);
        var normal = Enumerable.Range(0, Normal).Select(_ => rig.Connect()).ToArray();
        foreach (var client in normal) await client.NextAsync("snapshot");
        rig.Metrics.FilterCount.ShouldBe(Filters);

        var (round, most, one) = (0, 0L, new byte[1]);
        for (var second = 0; second < Seconds; second++)
        {
            for (var batch = 0; batch < 10; batch++)
            {
                round++;
                rig.Publish([.. series.Select(s => new MetricPoint(s, round, round))]);
                foreach (var client in normal) await ReadToAsync(client, round);
            }

            foreach (var client in dripping.Where(c => !c.IsOver)) _ = await client.Stream.ReadAsync(one);
            most = Math.Max(most, rig.Metrics.HeldBytes);
            rig.Time.Advance(TimeSpan.FromSeconds(1));
        }

        rig.Metrics.PublishedOffset.ShouldBe(round * series.Length);
        foreach (var client in dead.Concat(dripping)) (await client.Served).ShouldBe(new LiveOutcome(LiveEnding.TooSlow, false));
        rig.Viewers.Count.ShouldBe(Normal);

        // What waits is held once for each filter, however many viewers do not take it.
        most.ShouldBeLessThan((rig.Options.RingPoints * (long)Unsafe.SizeOf<MetricPoint>()) + (Filters * (long)rig.Options.QueueBytes));
    }

    /// <summary>Different patterns for each number, some wide, some narrow, some with exclusions.</summary>
    private static SeriesFilter FilterOf(int number) => new(
        new PatternList(number % 3 == 0 ? [$"agent-{number % 5}*"] : number % 3 == 1 ? ["agent-*", $"!agent-{number}"] : [$"agent-{number}"]),
        new PatternList(number % 2 == 0 ? [$"!none.{number}"] : [$"metric.{number % 10}", "metric.0", $"!none.{number}"]),
        []);

    private static async Task<List<double>> ReadValuesAsync(LiveClient client, int count)
    {
        var values = new List<double>(count);
        while (values.Count < count)
        {
            using var message = JsonDocument.Parse((await client.NextTextAsync())!);
            foreach (var point in message.RootElement.GetProperty("points").EnumerateArray()) values.Add(point.GetProperty("value").GetDouble());
        }

        return values;
    }

    /// <summary>Reads until the last series has come to that round, merged or not.</summary>
    private static async Task ReadToAsync(LiveClient client, int round)
    {
        while (true)
        {
            var message = await client.NextAsync("metrics");
            var last = message.GetProperty("points").EnumerateArray().LastOrDefault(p => p.GetProperty("metric").GetString() == "metric.499");
            if (last.ValueKind == JsonValueKind.Object && last.GetProperty("timestamp").GetInt32() == round) return;
        }
    }
}
