using CleanLite.Agent.Tests.Fakes;
using CleanLite.V1;

namespace CleanLite.Agent.Tests.EndToEnd;

public sealed class AgentOverGrpcTests
{
    [Fact]
    public async Task Agent_ThousandBatches_AllAcknowledgedOnceAndInOrder()
    {
        var state = new ServerState();
        await using var server = await GrpcServer.StartAsync(state);
        await using var client = new AgentClient(OptionsFor(server) with { MaxBufferedBatches = 1_000, Token = "secret" });

        for (var i = 0; i < 1_000; i++)
            client.TryReport(Points.Of(3, 10 * i)).ShouldBeTrue();

        await Eventually.HoldsAsync(() => client.Status.PointsAcknowledged == 3_000, "all are acknowledged");
        state.Sequences.ShouldBe(Enumerable.Range(1, 1_000).Select(i => (ulong)i));
        state.AuthorizationSeen.ShouldBe("Bearer secret");
    }

    [Fact]
    public async Task Agent_LimitsAnnounced_SplitsBatchesToThem()
    {
        var state = new ServerState { Limits = new Limits { MaxSeriesPerBatch = 4 } };
        await using var server = await GrpcServer.StartAsync(state);
        await using var client = new AgentClient(OptionsFor(server));

        client.TryReport(Points.OfSeries(10));

        await Eventually.HoldsAsync(() => client.Status.PointsAcknowledged == 10, "all are acknowledged");
        state.Received.Where(message => message.Batch is not null).Select(message => message.Batch.Series.Count).ShouldBe([4, 4, 2]);
    }

    [Fact]
    public async Task Server_KilledAndRestartedWithoutMemory_LosesNothingAndNothingAcknowledgedIsSentAgain()
    {
        var before = new ServerState { AcknowledgeUpTo = 5 };
        var server = await GrpcServer.StartAsync(before);
        await using var client = new AgentClient(OptionsFor(server));
        for (var i = 0; i < 8; i++)
            client.TryReport(Points.Of(1, i));
        await Eventually.HoldsAsync(() => client.Status.PointsAcknowledged == 5 && before.Sequences.Count == 8, "five are acknowledged");

        var port = server.Port;
        await server.KillAsync();
        await Eventually.HoldsAsync(() => !client.Status.Connected, "the end is noticed");
        client.TryReport(Points.Of(1, 100));
        var after = new ServerState();
        await using var restarted = await GrpcServer.StartAsync(after, port);

        await Eventually.HoldsAsync(() => client.Status.PointsAcknowledged == 9, "all are acknowledged");
        after.Sequences.ShouldBe([6, 7, 8, 9]);
        client.Status.Reconnects.ShouldBe(1);
        client.Status.PointsShed.ShouldBe(0);
    }

    [Fact]
    public async Task Server_RestartedWithItsMemory_GetsOnlyWhatItHasNotDealtWith()
    {
        var state = new ServerState { AcknowledgeUpTo = 2 };
        var server = await GrpcServer.StartAsync(state);
        await using var client = new AgentClient(OptionsFor(server));
        for (var i = 0; i < 6; i++)
            client.TryReport(Points.Of(1, i));
        await Eventually.HoldsAsync(() => state.Sequences.Count == 6, "six were sent");

        var port = server.Port;
        await server.KillAsync();
        state.Applied[state.Applied.Keys.Single()] = 5; // it had applied more than its answers could tell
        state.AcknowledgeUpTo = ulong.MaxValue;
        await using var restarted = await GrpcServer.StartAsync(state, port);

        await Eventually.HoldsAsync(() => client.Status.PointsAcknowledged == 6, "all are acknowledged");
        state.Sequences.Skip(6).ShouldBe([6]);
    }

    [Fact]
    public async Task Agent_NoServer_TellsWhyAndConnectsOnceThereIsOne()
    {
        var placeholder = await GrpcServer.StartAsync(new ServerState());
        var options = OptionsFor(placeholder);
        var port = placeholder.Port;
        await placeholder.KillAsync();
        await using var client = new AgentClient(options);
        await Eventually.HoldsAsync(() => client.Status.LastError is not null, "the failure is told");
        client.Status.LastError!.ShouldContain("refused");

        await using var server = await GrpcServer.StartAsync(new ServerState(), port);

        await Eventually.HoldsAsync(() => client.Status.Connected, "the agent connects");
    }

    [Fact]
    public async Task Agent_SameIdElsewhere_IsSupersededAndSaysSo()
    {
        var state = new ServerState();
        await using var server = await GrpcServer.StartAsync(state);
        await using var older = new AgentClient(OptionsFor(server));
        await Eventually.HoldsAsync(() => older.Status.Connected, "the older one connects");
        await using var newer = new AgentClient(OptionsFor(server));
        await Eventually.HoldsAsync(() => newer.Status.Connected, "the newer one connects");

        older.TryReport(Points.Of(1));

        await Eventually.HoldsAsync(() => older.Status.LastError is not null, "the older one is sent away");
        older.Status.LastError.ShouldBe("another process uses this agent id");
        newer.Status.Connected.ShouldBeTrue();
    }

    [Fact]
    public async Task Agent_Disposed_SaysGoodbye()
    {
        var state = new ServerState();
        await using var server = await GrpcServer.StartAsync(state);
        var client = new AgentClient(OptionsFor(server));
        client.TryReport(Points.Of(1));

        await client.DisposeAsync().AsTask().WaitAsync(Eventually.Patience);

        state.Received.Select(message => message.BodyCase)
            .ShouldBe([AgentMessage.BodyOneofCase.Batch, AgentMessage.BodyOneofCase.Goodbye]);
        client.Status.PointsAcknowledged.ShouldBe(1);
    }

    [Fact]
    public async Task HostAgent_ThisMachine_ReportsCpuAndMemory()
    {
        var state = new ServerState();
        await using var server = await GrpcServer.StartAsync(state);
        using var stop = new CancellationTokenSource();
        var options = OptionsFor(server) with { ReportInterval = TimeSpan.FromMilliseconds(100) };
        var running = new HostAgent(options, new HostOptions()).RunAsync(stop.Token);

        await Eventually.HoldsAsync(
            () => state.Received.Any(message => message.Batch?.Series.Any(series => series.Metric == "system.cpu.utilization") ?? false),
            "the processor's load arrives");

        await stop.CancelAsync();
        (await running.WaitAsync(Eventually.Patience)).ShouldBeFalse();
    }

    [Fact]
    public async Task DemoFleet_TwentyAgents_AllReportUnderTheirNames()
    {
        var state = new ServerState();
        await using var server = await GrpcServer.StartAsync(state);
        using var stop = new CancellationTokenSource();
        var running = new DemoFleet(20, OptionsFor(server) with { ReportInterval = TimeSpan.FromMilliseconds(200) }).RunAsync(stop.Token);

        await Eventually.HoldsAsync(() => state.Applied.Count == 20, "every agent reports");

        await stop.CancelAsync();
        await running.WaitAsync(Eventually.Patience);
        state.Streams.Keys.Order().ShouldBe(Enumerable.Range(1, 20).Select(i => $"demo-{i:000}"));
    }

    private static AgentOptions OptionsFor(GrpcServer server) => new()
    {
        AgentId = "test",
        Server = server.Address,
        MinBackoff = TimeSpan.FromMilliseconds(20),
        MaxBackoff = TimeSpan.FromMilliseconds(200),
    };
}
