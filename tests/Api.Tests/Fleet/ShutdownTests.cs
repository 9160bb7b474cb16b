using CleanLite.Api.Hosting;
using CleanLite.Api.Tests.Ingest;
using CleanLite.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanLite.Api.Tests.Fleet;

public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_TakesAtMostTheTimeThatTheHostWasGiven()
    {
        await using var server = await TestServer.StartAsync();
        CleanLiteServer.ShutdownTimeout.ShouldBe(TimeSpan.FromSeconds(4));
        server.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.ShouldBe(CleanLiteServer.ShutdownTimeout);
    }

    [Fact]
    public async Task Stop_ConnectedAgents_AreToldWhenToComeBackAndTheServerIsGone()
    {
        await using var server = await TestServer.StartAsync();
        var agents = new List<TestAgent>();
        for (var i = 0; i < 50; i++) agents.Add(await TestAgent.ConnectAsync(server.Client, $"agent-{i}"));
        var stopping = server.StopAsync();
        var advice = await Task.WhenAll(agents.Select(LeaveAsync));

        await stopping.WaitAsync(Eventually.Patience);
        advice.ShouldAllBe(a => a >= 1_000 && a <= 5_000);
        advice.Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Stop_AgentsThatKeepTheirSideOpen_AreToldTooAndDelayNobody()
    {
        await using var server = await TestServer.StartAsync();
        using var agent = await TestAgent.ConnectAsync(server.Client);
        var stopping = server.StopAsync();
        (await agent.ReadGoodbyeAsync()).Reason.ShouldBe(Goodbye.Types.Reason.Drain);
        await stopping.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Stop_AgentThatDoesNotRead_DelaysNobody()
    {
        await using var server = await TestServer.StartAsync();
        using var deaf = await TestAgent.ConnectAsync(server.Client, "deaf");
        using var stop = new CancellationTokenSource();
        var flood = FloodAsync(deaf, stop.Token);
        await Eventually.HoldsAsync(() => server.Applied.Points.Count > 500, "the agent sends without reading");

        await server.StopAsync().WaitAsync(Eventually.Patience);
        await stop.CancelAsync();
        await flood;
    }

    [Fact]
    public async Task Connect_WhileStopping_IsAskedToComeBack()
    {
        await using var server = await TestServer.StartAsync();
        using var early = await TestAgent.ConnectAsync(server.Client, "early");
        server.BeginStop();
        var stream = new ScriptedTransport();
        var run = stream.Start(server);
        stream.SendHello("late");

        (await run.WaitAsync(Eventually.Patience)).Farewell!.Reason.ShouldBe(Domain.Fleet.GoodbyeReason.Drain);
        (await stream.NextAsync()).Goodbye.Reason.ShouldBe(Goodbye.Types.Reason.Drain);
    }

    private static async Task<uint> LeaveAsync(TestAgent agent)
    {
        var goodbye = await agent.ReadGoodbyeAsync();
        goodbye.Reason.ShouldBe(Goodbye.Types.Reason.Drain);
        await agent.HalfCloseAsync();
        (await agent.ReadStatusAsync()).StatusCode.ShouldBe(StatusCode.Unavailable);
        agent.Dispose();
        return goodbye.ReconnectAfterMs;
    }

    private static async Task FloodAsync(TestAgent agent, CancellationToken stop)
    {
        try
        {
            for (ulong i = 1; !stop.IsCancellationRequested; i++) await agent.SendAsync(i, Samples.Series());
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or TimeoutException or IOException)
        {
            // The server ended the stream.
        }
    }
}
