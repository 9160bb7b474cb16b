using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;

namespace CleanLite.Agent.Tests.Host;

public sealed class CpuCollectorTests : IDisposable
{
    private readonly HostFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Collect_FirstReading_GivesTheCountOnly()
    {
        _host.Write("proc/stat", "cpu  10 0 0 0\ncpu0 5 0 0 0\ncpu1 5 0 0 0\nintr 1 2 3\ncpu_fake 1\n");

        _host.Collect(new CpuCollector(_host.Files)).ShouldBe(new Dictionary<string, double> { ["system.cpu.logical.count"] = 2 });
    }

    [Fact]
    public void Collect_TwoReadings_SharesOfTheTimeBetweenAddUpToOne()
    {
        var collector = Read(null, "cpu  100 10 50 800 20 5 5 10 7 3\ncpu0 1\n");

        var values = Next(collector, "cpu  140 20 60 820 30 8 7 15 9 5\ncpu0 1\n");

        values["system.cpu.utilization{cpu.mode=user}"].ShouldBe(0.4, 1e-9);
        values["system.cpu.utilization{cpu.mode=nice}"].ShouldBe(0.1, 1e-9);
        values["system.cpu.utilization{cpu.mode=system}"].ShouldBe(0.1, 1e-9);
        values["system.cpu.utilization{cpu.mode=idle}"].ShouldBe(0.2, 1e-9);
        values["system.cpu.utilization{cpu.mode=iowait}"].ShouldBe(0.1, 1e-9);
        values["system.cpu.utilization{cpu.mode=interrupt}"].ShouldBe(0.05, 1e-9);
        values["system.cpu.utilization{cpu.mode=steal}"].ShouldBe(0.05, 1e-9);
    }

    [Fact]
    public void Collect_CounterFalls_CountsItAsNothingSpent()
    {
        var collector = Read(null, "cpu  100 0 0 900 50\n");

        var values = Next(collector, "cpu  110 0 0 990 40\n");

        values["system.cpu.utilization{cpu.mode=iowait}"].ShouldBe(0);
        values["system.cpu.utilization{cpu.mode=idle}"].ShouldBe(0.9, 1e-9);
    }

    [Fact]
    public void Collect_AllCountersFall_GivesNoUtilizationAndRecovers()
    {
        var collector = Read(null, "cpu  100 0 0 900\n");

        Next(collector, "cpu  1 0 0 9\n").ShouldBeEmpty();
        Next(collector, "cpu  2 0 0 10\n")["system.cpu.utilization{cpu.mode=user}"].ShouldBe(0.5, 1e-9);
    }

    [Fact]
    public void Collect_NothingSpentBetweenReadings_GivesNoUtilization()
    {
        var collector = Read(null, "cpu  100 0 0 900\n");

        Next(collector, "cpu  100 0 0 900\n").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu\n")]
    [InlineData("cpu  x y z\n")]
    [InlineData("nonsense")]
    public void Collect_OddText_GivesNothing(string text)
    {
        var collector = Read(null, text);

        Next(collector, text).ShouldBeEmpty();
    }

    [Fact]
    public void Collect_HugeCounters_StayFinite()
    {
        var collector = Read(null, "cpu  0 0 0 0\n");

        var values = Next(collector, "cpu  18446744073709551615 0 0 99999999999999999999999\n");

        values.Values.ShouldAllBe(value => value >= 0 && value <= 1);
    }

    private CpuCollector Read(CpuCollector? collector, string stat)
    {
        _host.Write("proc/stat", stat);
        collector ??= new CpuCollector(_host.Files);
        _host.Collect(collector);
        return collector;
    }

    private Dictionary<string, double> Next(CpuCollector collector, string stat)
    {
        _host.Write("proc/stat", stat);
        var values = _host.Collect(collector);
        values.Remove("system.cpu.logical.count");
        return values;
    }
}
