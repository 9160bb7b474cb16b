using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;

namespace CleanLite.Agent.Tests.Host;

public sealed class SmallCollectorsTests : IDisposable
{
    private readonly HostFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("0.51 1.25 3.00 2/345 6789\n", new[] { 0.51, 1.25, 3.00 })]
    [InlineData("0.51\n", new[] { 0.51 })]
    [InlineData("x y z\n", new double[0])]
    [InlineData("", new double[0])]
    public void Load_AnyText_GivesTheAveragesThatAreThere(string text, double[] expected)
    {
        _host.Write("proc/loadavg", text);

        _host.Collect(new LoadCollector(_host.Files)).Values.ShouldBe(expected);
    }

    [Theory]
    [InlineData("1799.63 3500.00\n", new[] { 1799.63 })]
    [InlineData("\n", new double[0])]
    public void Uptime_AnyText_GivesTheFirstNumber(string text, double[] expected)
    {
        _host.Write("proc/uptime", text);

        _host.Collect(new UptimeCollector(_host.Files)).Values.ShouldBe(expected);
    }

    [Fact]
    public void Processes_NumberedDirectories_AreCounted()
    {
        _host.Write("proc/1/stat", "").Write("proc/4711/stat", "").Write("proc/sys/x", "").Write("proc/stat", "");

        _host.Collect(new ProcessCollector(_host.Files))["system.process.count"].ShouldBe(2);
    }

    [Fact]
    public void ProcFile_LargerThanItsFirstBuffer_IsReadWhole()
    {
        _host.Write("proc/long", string.Concat(Enumerable.Repeat("0123456789\n", 5_000)));
        var file = _host.Files.Proc("long");

        for (var i = 0; i < 2; i++)
        {
            var text = file.Read();
            var lines = 0;
            while (text.TryReadLine(out var line))
            {
                line.ReadNumber().ShouldBe(123456789);
                lines++;
            }

            lines.ShouldBe(5_000);
        }
    }

    [Fact]
    public void DeviceTable_Full_GivesTheRoomOfTheLongestUnseen()
    {
        var table = new DeviceTable<string>(name => name, capacity: 2);
        table.Find("a"u8);
        table.Find("b"u8);
        table.Find("c"u8).ShouldBeNull("both are in use");

        table.BeginRound();
        table.Find("b"u8);
        table.Find("c"u8).ShouldBe("c");
        table.Find("a"u8).ShouldBeNull("it gave way");
    }
}
