using System.Text;
using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;

namespace CleanLite.Agent.Tests.Host;

public sealed class DiskCollectorTests : IDisposable
{
    private readonly HostFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Collect_Disk_GivesBytesOperationsAndBusyTime()
    {
        _host.Write("proc/diskstats", "   8       0 sda 10 1 100 5 20 2 200 6 0 1500 11 0 0 0 0\n");

        _host.Collect(new DiskCollector(_host.Files)).ShouldBe(new Dictionary<string, double>
        {
            ["system.disk.io{system.device=sda,disk.io.direction=read}"] = 51_200,
            ["system.disk.io{system.device=sda,disk.io.direction=write}"] = 102_400,
            ["system.disk.operations{system.device=sda,disk.io.direction=read}"] = 10,
            ["system.disk.operations{system.device=sda,disk.io.direction=write}"] = 20,
            ["system.disk.io_time{system.device=sda}"] = 1.5,
        }, ignoreOrder: true);
    }

    [Fact]
    public void Collect_LoopsRamDisksPartitionsAndUnusedOnes_AreLeftOut()
    {
        _host.Write("proc/diskstats",
            """
            7 0 loop0 1 0 1 1 1 0 1 1 0 1 1
            1 0 ram0 1 0 1 1 1 0 1 1 0 1 1
            8 0 sda 1 0 1 1 1 0 1 1 0 1 1
            8 1 sda1 1 0 1 1 1 0 1 1 0 1 1
            8 16 sdb 0 0 0 0 0 0 0 0 0 0 0
            259 0 nvme0n1 1 0 1 1 1 0 1 1 0 1 1
            259 1 nvme0n1p1 1 0 1 1 1 0 1 1 0 1 1
            254 0 dm-1 1 0 1 1 1 0 1 1 0 1 1
            254 1 dm-10 1 0 1 1 1 0 1 1 0 1 1
            """);

        var disks = _host.Collect(new DiskCollector(_host.Files)).Keys
            .Where(name => name.StartsWith("system.disk.io_time")).Select(name => name["system.disk.io_time{system.device=".Length..^1]);

        disks.ShouldBe(["sda", "nvme0n1", "dm-1", "dm-10"]);
    }

    [Theory]
    [InlineData("sda1", "sda", true)]
    [InlineData("sdaa", "sda", false)]
    [InlineData("sda", "sda", false)]
    [InlineData("nvme0n1p12", "nvme0n1", true)]
    [InlineData("nvme0n12", "nvme0n1", false)]
    [InlineData("mmcblk0boot0", "mmcblk0", false)]
    [InlineData("xvda1", "", false)]
    public void IsPartition_NameAfterDisk_FollowsTheKernelsNaming(string name, string disk, bool expected) =>
        DiskCollector.IsPartition(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(disk)).ShouldBe(expected);

    [Fact]
    public void Collect_OldKernelWithFewerColumns_GivesWhatIsThere()
    {
        _host.Write("proc/diskstats", "8 0 sda 10 1 100\n\n8\n8 16\n");

        _host.Collect(new DiskCollector(_host.Files)).Keys.ShouldBe([
            "system.disk.io{system.device=sda,disk.io.direction=read}", "system.disk.operations{system.device=sda,disk.io.direction=read}"]);
    }

    [Fact]
    public void Collect_CounterFallsOrIsHuge_IsReportedAsItStands()
    {
        var collector = new DiskCollector(_host.Files);
        _host.Write("proc/diskstats", "8 0 sda 18446744073709551615 1 18446744073709551615 5 20 2 200 6 0 1500 11\n");
        _host.Collect(collector)["system.disk.io{system.device=sda,disk.io.direction=read}"].ShouldBe(18446744073709551615d * 512);

        _host.Write("proc/diskstats", "8 0 sda 1 1 1 5 20 2 200 6 0 1500 11\n");

        _host.Collect(collector)["system.disk.operations{system.device=sda,disk.io.direction=read}"].ShouldBe(1);
    }
}
