using System.Globalization;
using CleanLite.Application.Live;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using Xunit.Abstractions;

namespace CleanLite.Infrastructure.Tests.Live.Model;

/// <summary>
/// Random publishing, subscribing, filtering, cutting, resuming, slowing down and restarting, against a model of plain lists. The number of runs is set
/// by the environment variable <c>CLEANLITE_LIVE_RUNS</c>, the first seed by <c>CLEANLITE_LIVE_SEED</c>.
/// </summary>
public sealed class LiveModelTests(ITestOutputHelper output)
{
    private const int Steps = 60;
    private static readonly string[] Agents = ["web-1", "web-2", "db-1", "cache-7"];
    private static readonly string[] Metrics = ["cpu", "mem", "disk.read"];
    private static readonly string[] Types = ["task.created", "task.failed", "tool.called", "agent.offline", "deploy.done"];

    private static readonly (string Agents, string Metrics)[] Filters =
    [
        ("", ""), ("*", ""), ("web-*", ""), ("web-*,!web-2", ""), ("!db-*", "cpu"), ("", "disk.*"), ("nobody", ""), ("db-1,cache-7", "!mem"),
    ];

    [Theory]
    [BothEncodings]
    public async Task Viewers_WhateverHappens_SeeEverythingOrAreToldWhatTheyMissed(LiveEncoding encoding)
    {
        var runs = NumberOf("CLEANLITE_LIVE_RUNS", 150);
        var first = NumberOf("CLEANLITE_LIVE_SEED", 1);
        var (merged, recoveries) = (0, 0);
        for (var seed = first; seed < first + runs; seed++)
        {
            var viewers = await RunAsync(encoding, seed);
            merged += viewers.Count(v => v.HasMerged);
            recoveries += viewers.Sum(v => v.Recoveries);
        }

        output.WriteLine($"{runs} runs from seed {first}: {merged} viewers were merged, {recoveries} subscriptions recovered.");
        merged.ShouldBeGreaterThan(0, "Otherwise the runs prove nothing about merging.");
        recoveries.ShouldBeGreaterThan(0, "Otherwise the runs prove nothing about recovery.");
    }

    private static async Task<IReadOnlyList<ModelViewer>> RunAsync(LiveEncoding encoding, int seed)
    {
        var random = new Random(seed);
        var world = NewWorld(encoding, random);
        var series = NewSeries(world);
        var viewers = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new ModelViewer(world)).ToList();
        try
        {
            for (var step = 0; step < Steps; step++)
            {
                if (random.Next(60) == 0)
                {
                    // A restart: all are cut, nothing of the old run is held.
                    foreach (var viewer in viewers) await viewer.CutAsync();
                    await world.Rig.DisposeAsync();
                    world = NewWorld(encoding, random);
                    series = NewSeries(world);
                }

                await StepAsync(random, world, series, viewers[random.Next(viewers.Count)]);
            }

            foreach (var viewer in viewers) await viewer.ReadToEndAsync();
        }
        catch (Exception wrong)
        {
            throw new InvalidOperationException($"Seed {seed}: {wrong.Message} [{string.Join(" | ", viewers.Select(v => v.State))}]", wrong);
        }

        foreach (var viewer in viewers) await viewer.CutAsync();
        await world.Rig.DisposeAsync();
        return viewers;
    }

    private static async Task StepAsync(Random random, ModelWorld world, List<Series> series, ModelViewer viewer)
    {
        switch (random.Next(12))
        {
            case < 4:
                for (var batches = random.Next(1, 6); batches > 0; batches--) world.Publish(Some(random, series, random.Next(1, 30)));
                break;
            case 4:
                world.Publish(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (Any(random, Types), Any(random, Agents), (Severity)random.Next(1, 4))));
                break;
            case 5:
                world.Advance(TimeSpan.FromMilliseconds(random.Next(1, 7_000)));
                break;
            case 6:
                Replace(random, world, series);
                break;
            case 7 or 8 when !viewer.IsConnected:
            case 11 when !viewer.IsConnected:
                await ConnectAsync(random, world, viewer);
                break;
            case 7 or 8:
                await viewer.ReadAsync();
                break;
            case 9 when viewer.IsConnected:
                var (filter, json) = FilterOf(Any(random, Filters));
                await viewer.ResubscribeAsync(filter, json, random.Next(2) == 0, random.Next(4) == 0 ? 500 : 0);
                break;
            case 10:
                await viewer.CutAsync();
                break;
        }
    }

    private static async Task ConnectAsync(Random random, ModelWorld world, ModelViewer viewer)
    {
        // Mostly it resumes, with the filters it had; at times it begins anew.
        var (metrics, events) = viewer.Positions;
        var resumes = random.Next(5) > 0;
        var filter = resumes && viewer.MetricFilter is { } kept ? kept : FilterOf(Any(random, Filters)).Filter;
        var eventFilter = resumes && viewer.EventFilter is { } same ? same : EventFilterOf(random);
        await viewer.ConnectAsync(
            world,
            LiveRig.Metric(filter, resumes ? metrics : null, snapshot: true, random.Next(5) == 0 ? 300 : 0),
            LiveRig.Event(LiveChannels.Events, eventFilter, resumes ? events : null),
            buffer: 1 << random.Next(9, 15));
    }

    private static ModelWorld NewWorld(LiveEncoding encoding, Random random) => new(new LiveRig(
        encoding,
        o =>
        {
            o.QueueBytes = 1 << random.Next(11, 16);
            o.RingPoints = 1 << random.Next(5, 11);
            o.RingEvents = 1 << random.Next(3, 8);
            o.MaxEventsPerSecond = random.Next(3) == 0 ? 3 : 0;
            o.MaxCommandsPerSecond = 1_000_000;
        },
        run: false));

    private static List<Series> NewSeries(ModelWorld world) =>
        [.. Agents.SelectMany(agent => Metrics.Select(metric => world.Rig.NewSeries(agent, metric, ("n", "0"))))];

    /// <summary>A series leaves, and another one takes its number.</summary>
    private static void Replace(Random random, ModelWorld world, List<Series> series)
    {
        var index = random.Next(series.Count);
        world.Leave(series[index]);
        var generation = world.Points.ToString(CultureInfo.InvariantCulture);
        series[index] = LiveRig.SeriesOf(series[index].Number, Any(random, Agents), Any(random, Metrics), ("n", $"{generation}-{index}"));
    }

    private static (SeriesFilter Filter, string Json) FilterOf((string Agents, string Metrics) patterns)
    {
        string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
        string Json(string list) => $"[{string.Join(',', Split(list).Select(p => $"\"{p}\""))}]";
        var filter = new SeriesFilter(new PatternList(Split(patterns.Agents)), new PatternList(Split(patterns.Metrics)), []);
        return (filter, $$"""{"agents":{{Json(patterns.Agents)}},"metrics":{{Json(patterns.Metrics)}}}""");
    }

    private static EventFilter EventFilterOf(Random random) => random.Next(3) switch
    {
        0 => EventFilter.All,
        1 => new EventFilter(PatternList.Any, new PatternList(["task.*"]), PatternList.Any),
        _ => new EventFilter(new PatternList(["!web-1"]), PatternList.Any, new PatternList(["warn", "error"])),
    };

    private static List<Series> Some(Random random, List<Series> series, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Any(random, series))];

    private static T Any<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private static int NumberOf(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
