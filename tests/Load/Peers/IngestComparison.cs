using CleanLite.Load.Agents;
using CleanLite.Load.Commands;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Peers;

/// <summary>The way in, saturated: the same batches to CleanLite over gRPC and to each peer by remote write.</summary>
internal static class IngestComparison
{
    private static readonly Comparison Table =
        new("points per server CPU s", "shape", "streams", "points/s", "points per server CPU s", "server core", "tool core", "server MB", "arrived");

    public static async Task RunAsync(Workbench bench, IReadOnlyList<RemoteWritePeer> peers, Report report)
    {
        string[] shapes = bench.Options.Text("shape") is { } one ? [one] : ["1000x1", "100x10"];
        foreach (var shape in shapes.Select(BatchShape.Parse))
        {
            foreach (var streams in bench.Options.Ints("agents", 1, 4))
            {
                var own = await IngestCommand.MeasureAsync(bench, shape, streams, viewers: 0);
                own.Add("arrived", (double)own["not accepted"] == 0);
                report.Add(Table.Of("CleanLite, gRPC", own, own));
                foreach (var peer in peers) report.Add(Table.Of(peer.Name, await MeasureAsync(bench, peer, shape, streams), own));
            }
        }
    }

    private static async Task<Row> MeasureAsync(Workbench bench, RemoteWritePeer peer, BatchShape shape, int streams)
    {
        var what = $"{peer.Name}, ingest {shape}, {streams} streams";
        await using var server = await peer.StartAsync(bench.IsPinned);
        var before = await server.CountAsync(peer.Counter);
        var first = Workbench.EarlyTimestamp;
        var writers = Enumerable.Range(0, streams).Select(agent => new RemoteWriter(server.Http, shape, agent, first)).ToList();
        try
        {
            await Progress.WaitAsync($"{what}, warm-up", bench.Warmup);
            var runs = await bench.MeasureGrowthAsync(what, server.Pid, () => [writers.Sum(w => w.Batches) * shape.Points]);
            writers.ForEach(w => w.Cease());
            return new Row()
                .Add("shape", shape.ToString())
                .Add("streams", streams.ToString())
                .Add("points/s", Median.Of(runs.Select(r => r.Counts[0] / r.Usage.Seconds)))
                .Add("points per server CPU s", Median.Of(runs.Select(r => r.Counts[0] / r.Usage.ServerCpu)))
                .Add("server core", Median.Of(runs.Select(r => r.Usage.ServerCores)))
                .Add("tool core", Median.Of(runs.Select(r => r.Usage.ToolCores)))
                .Add("server MB", runs[^1].Usage.ServerRss / 1e6)
                .Add("arrived", await ArrivedAsync(server, peer.Counter, before, shape, first, writers))
                .Add("faults", writers.Select(w => w.Fault).FirstOrDefault(f => f is not null) ?? "")
                .Add("others' cores", Median.Of(runs.Select(r => r.Usage.OtherCores)))
                .Add("load average", Machine.LoadAverage);
        }
        finally
        {
            writers.ForEach(w => w.Dispose());
        }
    }

    // Its own count of all points, and a query for the marked series of each stream.
    private static async Task<bool> ArrivedAsync(
        RemoteWriteServer server, string counter, double before, BatchShape shape, long first, List<RemoteWriter> writers)
    {
        var batches = writers.Sum(w => w.Batches);
        try
        {
            return batches > 0
                && await server.WaitForAsync(RemoteWriteRequest.Metric(0), first, writers.Max(w => w.LastTimestamp), batches * shape.PointsPerSeries)
                && await server.CountAsync(counter) - before == batches * shape.Points;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
