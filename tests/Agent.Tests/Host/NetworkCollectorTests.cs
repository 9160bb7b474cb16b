using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;

namespace CleanLite.Agent.Tests.Host;

public sealed class NetworkCollectorTests : IDisposable
{
    private const string Head =
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed

        """;

    private readonly HostFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Collect_Interface_GivesBothDirections()
    {
        Write("  eth0: 1 2 3 4 5 6 7 8 11 12 13 14 15 16 17 18\n");

        var values = _host.Collect(new NetworkCollector(_host.Files));

        Read(values, "io").ShouldBe((1, 11));
        Read(values, "packet.count").ShouldBe((2, 12));
        Read(values, "errors").ShouldBe((3, 13));
        Read(values, "packet.dropped").ShouldBe((4, 14));
        values.Count.ShouldBe(8);
    }

    [Fact]
    public void Collect_NumberRightAfterColon_IsRead()
    {
        Write("eth0:1 2 3 4 5 6 7 8 11 12 13 14 15 16 17 18\n");

        Read(_host.Collect(new NetworkCollector(_host.Files)), "io").ShouldBe((1, 11));
    }

    [Theory]
    [InlineData("lo")]
    [InlineData("veth1a2b")]
    [InlineData("br-0f")]
    [InlineData("docker0")]
    public void Collect_InnerInterface_IsLeftOut(string name)
    {
        Write($"{name}: 1 2 3 4 5 6 7 8 11 12 13 14 15 16 17 18\n");

        _host.Collect(new NetworkCollector(_host.Files)).ShouldBeEmpty();
    }

    [Fact]
    public void Collect_InterfaceThatNeverMovedAByte_IsLeftOut()
    {
        Write("tunl0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");

        _host.Collect(new NetworkCollector(_host.Files)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("eth0:\n")]
    [InlineData("eth0: x -5 NaN\n")]
    [InlineData(": 1 2 3\n")]
    public void Collect_OddLine_GivesNothingForIt(string line)
    {
        Write(line);

        _host.Collect(new NetworkCollector(_host.Files)).ShouldBeEmpty();
    }

    private void Write(string lines) => _host.Write("proc/1/net/dev", Head + lines);

    private static (double, double) Read(Dictionary<string, double> values, string metric) => (
        values[$"system.network.{metric}{{network.interface.name=eth0,network.io.direction=receive}}"],
        values[$"system.network.{metric}{{network.interface.name=eth0,network.io.direction=transmit}}"]);
}
