using CleanLite.Agent.Demo;
using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;
using CleanLite.V1;

namespace CleanLite.Agent.Tests.Demo;

public sealed class DemoControlTests
{
    private readonly FakeTime _time = new();
    private readonly FakeServer _server = new();

    [Fact]
    public async Task Pushes_SampleAndInterval_AreTakenAndOthersAreNot()
    {
        var control = new DemoControl();
        var client = new AgentClient(new AgentOptions { AgentId = "demo-001", TimeProvider = _time, PushHandler = control }, _server);
        var loop = new ReportLoop(client, new DemoHost(1, _time));
        control.Attach(client, loop);
        var connection = await _server.AcceptAsync();
        (await connection.WelcomeAsync()).Capabilities.ShouldBe(["sample", "interval"]);

        Push(connection, new Push { PushId = "p1", SampleRequest = new SampleRequest { RequestId = "r1", Metrics = { "system.cpu.*" }, Limit = 2 } });
        var answers = new[] { await NextAsync(connection), await NextAsync(connection) };
        answers[0].SampleResult.Series.Count.ShouldBe(2);
        answers[1].PushAck.State.ShouldBe(PushAck.Types.State.Applied);

        Push(connection, new Push { PushId = "p2", ReportInterval = new ReportInterval { IntervalMs = 250 } });
        (await NextAsync(connection)).PushAck.State.ShouldBe(PushAck.Types.State.Applied);
        control.ReportInterval.ShouldBe(TimeSpan.FromMilliseconds(250));

        Push(connection, new Push { PushId = "p3", Action = new AgentAction { Name = "restart" } });
        (await NextAsync(connection)).PushAck.State.ShouldBe(PushAck.Types.State.Unsupported);
        var leaving = client.DisposeAsync().AsTask();
        await _time.AdvanceUntilAsync(() => leaving.IsCompleted);
    }

    private static void Push(FakeConnection connection, Push push) => connection.Send(new ServerMessage { Push = push });

    // Batches go out in between: a sample asks for a tick.
    private static async Task<AgentMessage> NextAsync(FakeConnection connection)
    {
        while (true)
        {
            if (await connection.ReadAsync() is { Batch: null } message) return message;
        }
    }
}
