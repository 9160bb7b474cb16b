using System.Diagnostics;
using System.Text.Json;
using CleanLite.Agent;
using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Load.Scenarios;

/// <summary>L7: the server dies and comes back, and everybody with it. The agents are those of src/Agent.</summary>
internal sealed class HerdScenario : ICommand
{
    private const int Agents = 2_000;
    private const int Viewers = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public string Name => "L7";

    public string Summary => "herd: 2,000 agents and 1,000 viewers, the server killed and started again";

    public async Task RunAsync(Workbench bench, Report report)
    {
        var server = await bench.StartOwnServerAsync([]);
        await using var herd = await HerdOfAgents.GatherAsync(server.Grpc, Agents);
        await using var viewers = await HerdOfViewers.GatherAsync(server.Http, Viewers);
        await Progress.WaitAsync("L7 before", 10);

        await server.KillAsync();
        await server.DisposeAsync();
        await Task.Delay(500);
        var watch = Stopwatch.StartNew();
        server = await bench.StartOwnServerAsync([], server.Http.Port, server.Grpc.Port);
        var ready = watch.Elapsed;
        while (watch.Elapsed < Patience && (herd.BackAt.Count < Agents || viewers.BackAt.Count < Viewers))
            await Progress.WaitAsync("L7 coming back", 1, () => $"{herd.BackAt.Count} agents, {viewers.BackAt.Count} viewers");
        await Progress.WaitAsync("L7 after", 5);
        await herd.CeaseAsync();
        var marks = new Marks(report, Name);
        Judge(marks, ready, herd, viewers);
        await JudgePointsAsync(marks, server, herd, viewers);
        await server.DisposeAsync();
    }

    private static void Judge(Marks marks, TimeSpan ready, HerdOfAgents herd, HerdOfViewers viewers)
    {
        marks.AtMost("ready", ready.TotalSeconds, 2, "s");
        JudgeReturn(marks, "agents", Agents, herd.BackAt);
        JudgeReturn(marks, "viewers", Viewers, viewers.BackAt);
        marks.None("viewers told neither a reset nor a recovery", viewers.Unclear);
        marks.None("points shed by agents", herd.Shed);
        marks.None("points never acknowledged", herd.Buffered);
    }

    // What is acknowledged is counted once and in the latest state. What the dead server had acknowledged in its last moment and not shown yet went with its
    // memory (docs/faults.md): a figure to know.
    private static async Task JudgePointsAsync(Marks marks, CleanLiteProcess server, HerdOfAgents herd, HerdOfViewers viewers)
    {
        var counted = (await MetricsPage.ReadAsync(server)).Sum("cleanlite_ingest_points_total");
        marks.None("points acknowledged since and not counted by the server, or the reverse", Math.Abs(herd.AcknowledgedSince - counted));

        using var http = new HttpClient { BaseAddress = server.Http };
        using var latest = JsonDocument.Parse(await http.GetStringAsync("/api/v1/latest?limit=10000"));
        var newest = latest.RootElement.GetProperty("items").EnumerateArray()
            .ToDictionary(p => p.GetProperty("agent").GetString()!, p => p.GetProperty("value").GetDouble());
        marks.None(
            "acknowledged points newer than the latest state",
            Enumerable.Range(0, Agents).Sum(i => Math.Max(0, herd.Reported(i) - newest.GetValueOrDefault(SeriesName.AgentId(i)))));
        marks.Note(
            "points acknowledged before the kill and not shown",
            Enumerable.Range(0, Viewers).Sum(i => Math.Max(0, herd.AcknowledgedByTheLost(i) - viewers.SeenBefore(i))));
    }

    private static void JudgeReturn(Marks marks, string who, int count, IReadOnlyCollection<double> backAt)
    {
        var sorted = backAt.Order().ToArray();
        marks.AtLeast($"{who} back", sorted.Length, count);
        if (sorted.Length == 0) return;
        marks.AtMost($"95 % of {who} back", sorted[(int)(0.95 * (sorted.Length - 1))], 15, "s");
        marks.AtMost($"all {who} back", sorted[^1], 60, "s");
        marks.AtMost($"busiest second of the {who}' return", sorted.GroupBy(s => (int)s).Max(g => g.Count()) / (double)count, 0.25);
    }
}
