using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using NSubstitute;

namespace CleanLite.Application.Tests.Fleet;

/// <summary>The ports of the push use cases, and a receipt for whatever is pushed.</summary>
internal sealed class PushBed
{
    public static readonly AgentId Agent = AgentId.Parse("web-1");

    public PushBed()
    {
        Desk.Push(default!, default!, default).ReturnsForAnyArgs(call => new PushOutcome.Made(ReceiptOf(call.ArgAt<PushBody>(1))));
        Configs.TrySet(default!).ReturnsForAnyArgs(true);
#pragma warning disable CA2012 // The substitute takes the call, not its result.
        Configs.SaveAsync().ReturnsForAnyArgs(_ => new ValueTask<bool>(IsKept));
#pragma warning restore CA2012
    }

    /// <summary>Whether what is set can be kept.</summary>
    public bool IsKept { get; set; } = true;

    public FleetOptions Fleet { get; } = new();

    public IPushDesk Desk { get; } = Substitute.For<IPushDesk>();

    public IAgentConfigs Configs { get; } = Substitute.For<IAgentConfigs>();

    public static AgentConnection Connection { get; } = new("a-1", new AgentHello { AgentId = Agent, SessionId = "s1" }, Substitute.For<IAgentLink>());

    public static PushReceipt ReceiptOf(PushBody body) => new(new Push("p1", Agent, body, 1, 2), PushDelivery.Live, PushState.Sent);

    /// <summary>What a refused command was told; nothing of it has reached the desk.</summary>
    public string FaultsOf(PushOutcome outcome)
    {
        Desk.DidNotReceiveWithAnyArgs().Push(default!, default!, default);
        return string.Join(' ', outcome.ShouldBeOfType<PushOutcome.Invalid>().Faults);
    }
}
