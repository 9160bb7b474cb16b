using CleanLite.Api.Hosting;

namespace CleanLite.Api.Tests.Hosting;

public sealed class ConnectionRoomTests
{
    [Fact]
    public void Enter_UpToWhatDescriptorsLeave_AndOneMoreOnlyWhenOneHasLeft()
    {
        var room = new ConnectionRoom(ConnectionRoom.Kept + 20);
        for (var i = 0; i < 20; i++) room.TryEnter().ShouldBeTrue();
        room.TryEnter().ShouldBeFalse();
        room.Leave();
        room.TryEnter().ShouldBeTrue();
        room.TryEnter().ShouldBeFalse();
    }

    [Fact]
    public void Max_WithHardlyAnyDescriptors_IsStillSome() => new ConnectionRoom(64).Max.ShouldBe(ConnectionRoom.Least);

    [Fact]
    public void Max_WithoutALimit_IsNone() => new ConnectionRoom(null).Max.ShouldBeGreaterThan(int.MaxValue);
}
