using System.Diagnostics;
using System.Net;
using System.Text;
using CleanLite.Agent;
using CleanLite.Application.Fleet;
using CleanLite.Testing.Proxies;
using CleanLite.V1;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>The agent library against the real server, through proxies that break one door after the other.</summary>
public sealed class FallbackTests
{
    private static readonly MetricSeries Series = new("fallback.value", MetricKind.Gauge, "1");

    [Fact]
    public async Task Agent_DoorsBreakAndComeBack_LosesAndDoublesNothing()
    {
        await using var server = await TestServer.StartAsync(["Fleet:HeartbeatIntervalMs=100"]);
        await using var grpc = ProxyTo(server.Door);
        await using var http = ProxyTo(server.Http);
        await using var agent = new AgentClient(new AgentOptions
        {
            Server = new Uri($"http://{grpc.Address}"),
            HttpEndpoint = new Uri($"http://{http.Address}"),
            AgentId = "agent-1",
            MinBackoff = TimeSpan.FromMilliseconds(5),
            MaxBackoff = TimeSpan.FromMilliseconds(50),
            GrpcRetryInterval = TimeSpan.FromSeconds(1),

            // A busy machine may be long between two doors: nothing is shed for that.
            MaxBufferedBatches = 100_000,
        });
        using var stop = new CancellationTokenSource();
        var reporting = ReportAsync(agent, stop.Token);
        await ReportsOverAsync(agent, server, "grpc");

        grpc.Refuses = _ => true;
        await ReportsOverAsync(agent, server, "websocket");

        http.Refuses = first => Encoding.ASCII.GetString(first).Contains("/agent/v1/ws", StringComparison.Ordinal);
        await ReportsOverAsync(agent, server, "http");

        grpc.Refuses = _ => false;
        await ReportsOverAsync(agent, server, "grpc");
        await stop.CancelAsync();
        var reported = await reporting;
        agent.Status.PointsShed.ShouldBe(0);
        await Eventually.HoldsAsync(() => agent.Status.PointsAcknowledged == reported, "all is acknowledged");
        (grpc.RefusedCount, http.RefusedCount).ShouldSatisfyAllConditions(c => c.Item1.ShouldBeGreaterThanOrEqualTo(3), c => c.Item2.ShouldBeGreaterThanOrEqualTo(3));
        server.Applied.Points.Select(p => p.Value).ShouldBe(Enumerable.Range(1, reported).Select(i => (double)i));

        // The books of both sides agree although some batches went apart from the session.
        var fleet = server.Services.GetRequiredService<IAgentRegistry>();
        var heard = fleet.List().Single().LastHeardUnixMs;
        await Eventually.HoldsAsync(() => fleet.List().Single() is { Points: { Waiting: 0, Unaccounted: 0 } } && fleet.List().Single().LastHeardUnixMs > heard, "the ledger is even");
    }

    private static TcpProxy ProxyTo(Uri door) => new() { Target = new IPEndPoint(IPAddress.Loopback, door.Port) };

    // Every point has its number as its value, and times that increase.
    private static async Task<int> ReportAsync(AgentClient agent, CancellationToken stop)
    {
        var (count, began) = (0, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        while (!stop.IsCancellationRequested)
        {
            count++;
            agent.TryReport([new MetricPoint(Series, began + count, count)]);
            await Task.Delay(2, CancellationToken.None);
        }

        return count;
    }

    private static async Task ReportsOverAsync(AgentClient agent, TestServer server, string transport)
    {
        await Eventually.HoldsAsync(() => agent.Status.Connected && agent.Status.Transport == transport, $"the agent connects over {transport}");
        var acknowledged = agent.Status.PointsAcknowledged;
        await Eventually.HoldsAsync(() => agent.Status.PointsAcknowledged > acknowledged + 20, $"points arrive over {transport}");
        var shown = server.Services.GetRequiredService<IAgentRegistry>().List().Single().Transport;
        if (transport == "grpc") shown.ShouldBe("grpc");
    }
}
