using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Fleet;
using CleanLite.Infrastructure.LatestState;
using CleanLite.Testing;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Fleet;

/// <summary>A push desk with the real registry and configurations behind it, a clock to turn, and agents that a test plays.</summary>
internal sealed class PushBench
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);
    public static readonly string[] Everything = ["config", "sample", "interval", "action:refresh", "action:restart"];

    public PushBench(FleetOptions? fleet = null)
    {
        Fleet = fleet ?? new FleetOptions();
        var ingest = new IngestOptions();
        Configs = new AgentConfigs(new NoConfigStore(), Fleet, NullLogger<AgentConfigs>.Instance);
        var notices = new FleetNotices(Publisher, NullLogger<FleetNotices>.Instance);
        var tables = new TableMetrics(Meters);
        Agents = new AgentRegistry(
            new LatestStateStore(ingest), Substitute.For<IMetricBroadcaster>(), notices, new FleetMetrics(Meters, tables), Fleet, ingest, Time);
        Desk = new PushDesk(Agents, Configs, notices, new PushMetrics(Meters, tables), Fleet, Time);
    }

    public FakeTime Time { get; } = new();

    public TestMeters Meters { get; } = new();

    public FleetOptions Fleet { get; }

    public AgentConfigs Configs { get; }

    public AgentRegistry Agents { get; }

    public PushDesk Desk { get; }

    public Notices Publisher { get; } = new();

    public IEnumerable<PushSettled> Settled => Publisher.Of<PushSettled>();

    public static AgentConfig Config(int intervalMs) => AgentConfig.TryCreate(intervalMs, [], [], out _)!;

    public static PushBody Refresh() => Action("refresh");

    public static PushBody Restart() => Action("restart");

    public static PushBody Sample(string requestId, int limit = 100) => new PushBody.SampleRequest(requestId, [], limit);

    public static PushBody Interval(int ms, int leaseMs = 0) => new PushBody.ReportInterval(ms, leaseMs);

    /// <summary>An agent that has been welcomed.</summary>
    public async Task<AgentConnection> ConnectAsync(
        string agent = "web-1", string session = "s", FakeLink? link = null, string hash = "", string[]? capabilities = null, LabelSet? labels = null, int intervalMs = 1_000)
    {
        var connection = await HelloAsync(agent, session, link, hash, capabilities, labels, intervalMs);
        Desk.Attach(connection);
        return connection;
    }

    /// <summary>An agent that has said hello and has not been welcomed.</summary>
    public async Task<AgentConnection> HelloAsync(
        string agent = "web-1", string session = "s", FakeLink? link = null, string hash = "", string[]? capabilities = null, LabelSet? labels = null, int intervalMs = 1_000)
    {
        var hello = new AgentHello
        {
            AgentId = AgentId.Parse(agent),
            SessionId = session,
            ConfigHash = hash,
            Capabilities = capabilities ?? Everything,
            Labels = labels ?? LabelSet.Empty,
            ReportIntervalMs = intervalMs,
        };
        return ((ConnectOutcome.Connected)await Agents.ConnectAsync(hello, link ?? new FakeLink(), default)).Connection;
    }

    public void Leave(AgentConnection connection)
    {
        Desk.Detach(connection);
        Agents.Disconnect(connection, GoodbyeReason.Shutdown, "gone");
    }

    public PushReceipt Push(PushBody body, string agent = "web-1", TimeSpan? life = null) =>
        Desk.Push(AgentId.Parse(agent), body, life ?? Life).ShouldBeOfType<PushOutcome.Made>().Receipt;

    /// <summary>Sets a configuration and pushes it; null if no push was made.</summary>
    public PushReceipt? PushConfig(AgentConfig config, string agent = "web-1")
    {
        Configs.TrySet(DesiredConfig.OfAgent(AgentId.Parse(agent), config, Time.UnixMs)).ShouldBeTrue();
        return (Desk.PushConfig(AgentId.Parse(agent), "", Life) as PushOutcome.Made)?.Receipt;
    }

    public PushReceipt Find(PushReceipt receipt) => Desk.Find(receipt.Push.Id).ShouldNotBeNull();

    public AnswerVerdict Answer(AgentConnection from, PushReceipt receipt, PushState state, string hash = "") =>
        Desk.Acknowledge(from, receipt.Push.Id, state, "", hash);

    public AgentSummary Agent(string agent = "web-1") => Agents.Find(AgentId.Parse(agent)).ShouldNotBeNull();

    private static PushBody.Action Action(string name)
    {
        PushKind.TryAction(name, out var kind, out _).ShouldBeTrue();
        return new PushBody.Action(kind, name, new Dictionary<string, string>());
    }
}
