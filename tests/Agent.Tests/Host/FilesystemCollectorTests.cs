using CleanLite.Agent.Host;
using CleanLite.Agent.Tests.Fakes;

namespace CleanLite.Agent.Tests.Host;

public sealed class FilesystemCollectorTests : IDisposable
{
    private readonly HostFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Collect_LocalFilesystem_GivesStatesAndShares()
    {
        _host.Write("proc/1/mounts", "/dev/sda1 / ext4 rw,relatime 0 0\n");

        var values = _host.Collect(NewCollector());

        const string labels = "system.device=/dev/sda1,system.filesystem.mountpoint=/,system.filesystem.type=ext4,system.filesystem.mode=rw";
        values[$"system.filesystem.usage{{{labels},system.filesystem.state=used}}"].ShouldBe(600);
        values[$"system.filesystem.usage{{{labels},system.filesystem.state=free}}"].ShouldBe(300);
        values[$"system.filesystem.usage{{{labels},system.filesystem.state=reserved}}"].ShouldBe(100);
        values[$"system.filesystem.utilization{{{labels},system.filesystem.state=used}}"].ShouldBe(0.6);
        values.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("proc /proc proc rw 0 0")]
    [InlineData("tmpfs /tmp tmpfs rw 0 0")]
    [InlineData("overlay / overlay rw 0 0")]
    [InlineData("/dev/loop3 /snap/core squashfs ro 0 0")]
    [InlineData("server:/home /home nfs4 rw 0 0")]
    [InlineData("/dev/fuse /run/user/1/doc fuse.portal rw 0 0")]
    [InlineData("/dev/sda1")]
    [InlineData("")]
    public void Collect_OtherLines_GiveNothing(string line)
    {
        _host.Write("proc/1/mounts", line + "\n");

        _host.Collect(new FilesystemCollector(_host.Files, path => path.Length > _host.Root.Length ? new DiskSpace(1, 1, 1) : null))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Collect_DeviceMountedTwice_IsReportedOnce()
    {
        _host.Write("proc/1/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/sda1 /mnt ext4 rw 0 0\n");

        _host.Collect(NewCollector()).Keys.ShouldAllBe(name => name.Contains("mountpoint=/,"));
    }

    [Fact]
    public void Collect_EscapedMountPointReadOnly_IsDecoded()
    {
        _host.Write("proc/1/mounts", @"/dev/sdb1 /media/my\040disk\134\777x ext4 ro,noatime 0 0" + "\n");

        _host.Collect(NewCollector()).Keys.First().ShouldContain(@"mountpoint=/media/my disk\\777x,system.filesystem.type=ext4,system.filesystem.mode=ro");
    }

    [Fact]
    public void Collect_FilesystemCannotBeAsked_IsLeftOutAndTheNextIsNot()
    {
        _host.Write("proc/1/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /data xfs rw 0 0\n");

        var values = _host.Collect(new FilesystemCollector(_host.Files, path => path.EndsWith("data") ? new DiskSpace(10, 5, 5) : null));

        values.Keys.ShouldAllBe(name => name.Contains("/dev/sdb1"));
        values.ShouldNotBeEmpty();
    }

    [Fact]
    public void DiskSpace_OfThisMachine_AddsUp()
    {
        var space = DiskSpace.Of("/")!.Value;

        space.Total.ShouldBeGreaterThan(0);
        (space.Used + space.Available + space.Reserved).ShouldBe(space.Total);
    }

    [Fact]
    public void DiskSpace_OfAFile_IsUnknown()
    {
        _host.Write("a-file", "");

        DiskSpace.Of(_host.Files.PathOf("a-file")).ShouldBeNull();
    }

    private FilesystemCollector NewCollector() => new(_host.Files, _ => new DiskSpace(Total: 1000, Free: 400, Available: 300));
}
