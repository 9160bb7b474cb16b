using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Api.Tests.Live;

/// <summary>The walk of one point through the real server, doors and sockets included.</summary>
public sealed class PointTravelsFromGrpcToWebSocketTests
{
    private const int Viewers = 100;
    private const int Points = 100_000;

    [Fact]
    public async Task Live_BareClient_GetsASnapshotThenPointsWithoutSendingAByte()
    {
        await using var server = await TestServer.StartAsync(fakeBroadcaster: false);
        await server.Client.IngestAsync(RequestOf("web-1", "cpu", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), 1));
        await using var viewer = await LiveSocket.OpenAsync(server);

        (await viewer.NextAsync("welcome")).GetProperty("protocol").GetString().ShouldBe("cleanlite.v1");
        var known = (await viewer.NextAsync("snapshot")).GetProperty("points")[0];
        (known.GetProperty("agent").GetString(), known.GetProperty("metric").GetString(), known.GetProperty("value").GetDouble()).ShouldBe(("web-1", "cpu", 1));

        await server.Client.IngestAsync(RequestOf("web-1", "memory", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), 2));
        (await viewer.NextAsync("metrics")).GetProperty("points")[0].GetProperty("metric").GetString().ShouldBe("memory");
    }

    [Fact]
    public async Task Live_AHundredViewers_GetTheSameHundredThousandPointsCompleteAndInOrder()
    {
        await using var server = await TestServer.StartAsync(["Live:QueueBytes=1GiB", "Live:RingPoints=200000"], fakeBroadcaster: false);
        var viewers = await Task.WhenAll(Enumerable.Range(0, Viewers).Select(_ => LiveSocket.OpenAsync(server)));
        foreach (var viewer in viewers) await viewer.NextAsync("snapshot");

        var seen = viewers.Select(ReadAllAsync).ToList();
        await SendAllAsync(server);
        foreach (var values in await Task.WhenAll(seen)) values.ShouldBe(Points);
        foreach (var viewer in viewers) await viewer.DisposeAsync();
    }

    // Reads until the last point came; every point must be the next one.
    private static async Task<int> ReadAllAsync(LiveSocket viewer)
    {
        var next = 0;
        while (next < Points)
        {
            foreach (var point in (await viewer.NextAsync("metrics")).GetProperty("points").EnumerateArray())
                point.GetProperty("value").GetInt32().ShouldBe(next++);
        }

        return next;
    }

    private static async Task SendAllAsync(TestServer server)
    {
        const int PerBatch = 1_000;
        using var call = server.Client.Connect();
        await call.RequestStream.WriteAsync(new AgentMessage { Hello = new Hello { AgentId = "web-1", SessionId = "s" } });
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - Points;
        for (var sent = 0; sent < Points; sent += PerBatch)
        {
            var series = new TimeSeries { Metric = "count" };
            for (var i = sent; i < sent + PerBatch; i++)
            {
                series.Timestamps.Add(start + i);
                series.Values.Add(i);
            }

            await call.RequestStream.WriteAsync(new AgentMessage { Batch = new MetricBatch { Sequence = (ulong)(sent / PerBatch) + 1, Series = { series } } });
            (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
            call.ResponseStream.Current.Ack.Result.AcceptedPoints.ShouldBe((uint)PerBatch);
        }

        await call.RequestStream.CompleteAsync();
    }

    private static IngestRequest RequestOf(string agent, string metric, long timestamp, double value) =>
        new() { AgentId = agent, Series = { new TimeSeries { Metric = metric, Timestamps = { timestamp }, Values = { value } } } };
}
