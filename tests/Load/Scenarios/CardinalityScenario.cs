using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Scenarios;

/// <summary>L8: one agent makes up a million label sets.</summary>
internal sealed class CardinalityScenario : ICommand
{
    private const int Cap = 10_000;
    private const int Sets = 1_000_000;
    private static readonly BatchShape Shape = new(1_000, 1);

    public string Name => "L8";

    public string Summary => "cardinality: one agent sends a million label sets; it stops at its cap and nobody else notices";

    public async Task RunAsync(Workbench bench, Report report)
    {
        var delays = new Histogram();
        await using var server = await bench.StartServerAsync();
        using var audience = await Audience.ConnectAsync(
            server.Http,
            new AudiencePlan(10, _ => new LiveSink(new LiveSinkPlan { Delays = delays })) { PathOf = i => $"/live?agent={SeriesName.AgentId(i)}" });
        await using var others = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(10, new BatchShape(100, 1)));
        using var pacer = new Pacer(others.Agents, 100);
        await Progress.WaitAsync("L8 warm-up", bench.Warmup);
        delays.Clear();
        await Progress.WaitAsync("L8 before", 20);
        var (calm, before) = (delays.Ms(99), await HeapAsync(server));

        // The offender reports twenty times a second, as a misconfigured agent might.
        await using var offender = await Fleet.ConnectAsync(server.Grpc, new FleetPlan(1, Shape) { FirstAgent = 99_999, Templates = Sets / Shape.Series });
        delays.Clear();
        using (var flood = new Pacer(offender.Agents, 20, Sets / Shape.Series))
        {
            while (flood.Posted < Sets / Shape.Series) await Progress.WaitAsync("L8 flood", 1, () => $"{flood.Posted} batches");
        }

        var drained = await offender.DrainAsync();
        var (flooded, after) = (delays.Ms(99), await HeapAsync(server));
        var totals = offender.Totals;
        var marks = new Marks(report, Name);
        marks.Holds("every batch answered", drained);
        marks.AtMost("series taken", totals.Accepted, Cap);
        marks.AtLeast("series refused", totals.Rejected, Sets - Cap);
        marks.Note("p99 of the others before", calm, "ms");
        marks.AtMost("p99 of the others, times as before", flooded / calm, 1.2);
        marks.AtMost("heap gained", (after - before) / 1e6, Cap * 1024 / 1e6, "MB");
        marks.None("others disconnected", others.Faults.Count + audience.Ended.Count);
    }

    // After a collection, by the server's own account: what the runtime holds beside it for code and threads is not the agent's.
    private static async Task<double> HeapAsync(IServer server)
    {
        await ForcedCollection.RunAsync(server.Pid);
        return (await MetricsPage.ReadAsync(server)).Sum("dotnet_gc_last_collection_heap_size_bytes");
    }
}
