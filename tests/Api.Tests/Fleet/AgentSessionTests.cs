using CleanLite.Api.Tests.Ingest;
using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Api.Tests.Fleet;

public sealed class AgentSessionTests
{
    [Fact]
    public async Task Connect_Hello_IsWelcomedWithTheLimitsInForce()
    {
        await using var server = await TestServer.StartAsync(["Ingest:MaxSeriesPerBatch=77", "Fleet:DeadAfterMs=30000"]);
        using var agent = await TestAgent.ConnectAsync(server.Client);

        agent.Welcome.ConnectionId.ShouldNotBeEmpty();
        agent.Welcome.LastSequence.ShouldBe(0UL);
        agent.Welcome.Limits.MaxSeriesPerBatch.ShouldBe(77U);
        agent.Welcome.Limits.MaxBatchBytes.ShouldBe(4U * 1024 * 1024);
        agent.Welcome.DeadAfterMs.ShouldBe(30_000U);
        agent.Welcome.HeartbeatIntervalMs.ShouldBe(15_000U);
        agent.Welcome.ProtocolVersion.ShouldBe(1U);
        agent.Welcome.Takeover.ShouldBeFalse();
        agent.Welcome.ServerTimeUnixMs.ShouldBeInRange(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 60_000, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Connect_Batches_AreAcknowledgedInOrder()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server.Client);
        for (ulong i = 1; i <= 1_000; i++) await agent.SendAsync(i, Samples.Series());

        for (ulong i = 1; i <= 1_000; i++)
        {
            var ack = await agent.ReadAckAsync();
            ack.Sequence.ShouldBe(i);
            ack.LastSequence.ShouldBe(i);
            ack.Result.Status.ShouldBe(BatchStatus.Accepted);
            ack.Result.AcceptedPoints.ShouldBe(1U);
        }

        server.Applied.Points.Count.ShouldBe(1_000);
    }

    [Fact]
    public async Task Ingest_And_Validate_Work()
    {
        await using var server = await TestServer.StartAsync();
        var request = new IngestRequest { AgentId = "script", Series = { Samples.Series() } };

        (await server.Client.ValidateAsync(request)).Status.ShouldBe(BatchStatus.Accepted);
        server.Applied.Points.ShouldBeEmpty();
        (await server.Client.IngestAsync(request)).Status.ShouldBe(BatchStatus.Accepted);
        server.Applied.Points.Count.ShouldBe(1);
    }
}
