using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Fleet;

namespace CleanLite.Infrastructure.Tests.Fleet;

public sealed class PresenceTests
{
    private readonly object _stream = new();
    private readonly Presence _presence = new();

    [Fact]
    public void Attach_ForTheFirstTime_IsConnected() => _presence.Attach(_stream, 0, takeover: false).ShouldBe(PresenceChange.Connected);

    [Fact]
    public void Attach_OverAnOlderStream_IsSuperseded()
    {
        _presence.Attach(_stream, 0, takeover: false);
        _presence.Attach(_stream, 1, takeover: true).ShouldBe(PresenceChange.Superseded);
        _presence.State.ShouldBe(AgentState.Online);
    }

    [Theory]
    [InlineData(2_999, null, AgentState.Online)]
    [InlineData(3_000, PresenceChange.Stale, AgentState.Stale)]
    [InlineData(45_000, PresenceChange.Offline, AgentState.Offline)]
    public void Judge_Silence_MakesStaleThenOffline(long silent, PresenceChange? change, AgentState state)
    {
        _presence.Attach(_stream, 0, takeover: false);
        _presence.Judge(silent, 3_000, 45_000).ShouldBe(change);
        _presence.State.ShouldBe(state);
        _presence.Judge(silent, 3_000, 45_000).ShouldBeNull();
    }

    [Fact]
    public void Hear_AfterStaleOrOffline_IsPairedWithAReturn()
    {
        _presence.Attach(_stream, 0, takeover: false);
        _presence.Judge(3_000, 3_000, 45_000);
        _presence.Hear(3_001).ShouldBe(PresenceChange.Reconnected);
        _presence.Judge(60_000, 3_000, 45_000).ShouldBe(PresenceChange.Offline);
        _presence.Hear(60_001).ShouldBe(PresenceChange.Reconnected);
        _presence.Hear(60_002).ShouldBeNull();
    }

    [Fact]
    public void Detach_BackWithinTheGrace_WritesNoEvent()
    {
        _presence.Attach(_stream, 0, takeover: false);
        _presence.Detach(_stream, 100, PresenceReason.Closed, "", 5_000).ShouldBeNull();
        _presence.Judge(5_099, 50_000, 50_000).ShouldBeNull();
        _presence.Attach(_stream, 5_099, takeover: false).ShouldBeNull();
        _presence.Judge(6_000, 50_000, 50_000).ShouldBeNull();
    }

    [Fact]
    public void Detach_NotBackWithinTheGrace_IsOfflineWithTheReason()
    {
        _presence.Attach(_stream, 0, takeover: false);
        _presence.Detach(_stream, 100, PresenceReason.Closed, "", 5_000);
        _presence.Judge(5_100, 50_000, 50_000).ShouldBe(PresenceChange.Offline);
        _presence.Reason.ShouldBe(PresenceReason.Closed);
    }

    [Fact]
    public void Detach_WithGoodbye_IsOfflineAtOnce()
    {
        _presence.Attach(_stream, 0, takeover: false);
        _presence.Detach(_stream, 100, PresenceReason.Goodbye, "It is late.", 0).ShouldBe(PresenceChange.Offline);
        (_presence.Reason, _presence.Detail).ShouldBe((PresenceReason.Goodbye, "It is late."));
    }

    [Fact]
    public void Detach_OfAnOlderStream_ChangesNothing()
    {
        _presence.Attach(_stream, 0, takeover: false);
        _presence.Attach(new object(), 1, takeover: true);
        _presence.Detach(_stream, 2, PresenceReason.Closed, "late clean-up", 0).ShouldBeNull();
        _presence.State.ShouldBe(AgentState.Online);
    }
}
