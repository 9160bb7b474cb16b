using CleanLite.Domain.Fleet;

namespace CleanLite.Domain.Tests.Fleet;

public sealed class PushStatesTests
{
    private static readonly PushState[] All = Enum.GetValues<PushState>();

    [Fact]
    public void Allows_FromAnEnd_Nothing() =>
        All.Where(s => s.IsFinal()).SelectMany(from => All, (from, to) => from.Allows(to)).ShouldAllBe(allowed => !allowed);

    [Fact]
    public void Allows_NoWayLeadsBackOrToItself()
    {
        PushState[] order = [PushState.Waiting, PushState.Sent, PushState.Received, PushState.Applying];
        for (var from = 0; from < order.Length; from++)
        {
            for (var to = 0; to <= from; to++) order[from].Allows(order[to]).ShouldBeFalse($"{order[from]} to {order[to]}");
        }
    }

    [Fact]
    public void Allows_WhatWentOut_IsNeverSuperseded()
    {
        PushState.Waiting.Allows(PushState.Superseded).ShouldBeTrue();
        new[] { PushState.Sent, PushState.Received, PushState.Applying }.ShouldAllBe(s => !s.Allows(PushState.Superseded));
    }

    [Fact]
    public void Allows_WhatWaits_CannotFailBeforeItWentOut() => PushState.Waiting.Allows(PushState.Failed).ShouldBeFalse();

    [Theory]
    [InlineData("restart", "action:restart")]
    [InlineData("a-b_9", "action:a-b_9")]
    public void TryAction_Name_IsTheCapability(string name, string capability)
    {
        PushKind.TryAction(name, out var kind, out _).ShouldBeTrue();
        (kind.Capability, kind.Name).ShouldBe((capability, "action"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Restart")]
    [InlineData("rm -rf")]
    [InlineData("9a")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void TryAction_NoName_SaysWhatIsAllowed(string name)
    {
        PushKind.TryAction(name, out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeNull().ShouldContain("a-z 0-9 _ -");
    }
}
