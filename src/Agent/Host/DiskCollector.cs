namespace CleanLite.Agent.Host;

/// <summary>
/// <c>system.disk.io</c>, <c>.operations</c> and <c>.io_time</c> of whole disks, from <c>/proc/diskstats</c>
/// (kernel: admin-guide/iostats). Loop and RAM disks, partitions, and disks that have never moved a byte are left out.
/// </summary>
internal sealed class DiskCollector(HostFiles files) : ICollector
{
    private const double SectorBytes = 512; // of this file, whatever the disk's own sectors are

    private readonly ProcFile _diskstats = files.Proc("diskstats");
    private readonly DeviceTable<DiskSeries> _disks = new(name => new DiskSeries(name));

    public TimeSpan Period => TimeSpan.Zero;

    public void Collect(PointList points)
    {
        _disks.BeginRound();
        ReadOnlySpan<byte> disk = default;
        var text = _diskstats.Read();
        while (text.TryReadLine(out var line))
        {
            line.Skip(2);
            var name = line.ReadWord();
            if (name.IsEmpty || name.StartsWith("loop"u8) || name.StartsWith("ram"u8) || IsPartition(name, disk))
                continue;
            disk = name;
            AddDisk(points, name, line);
        }
    }

    /// <summary>
    /// Partitions follow their disk and are named for it: sda1 of sda; nvme0n1p1 of nvme0n1, with a p where the disk's name ends in
    /// a digit.
    /// </summary>
    internal static bool IsPartition(ReadOnlySpan<byte> name, ReadOnlySpan<byte> disk)
    {
        if (disk.IsEmpty || !name.StartsWith(disk))
            return false;
        var suffix = name[disk.Length..];
        if (char.IsAsciiDigit((char)disk[^1]))
            suffix = suffix.StartsWith("p"u8) ? suffix[1..] : default;
        return !suffix.IsEmpty && !suffix.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    // reads, merged, sectors, ms; writes, merged, sectors, ms; in flight, ms busy
    private void AddDisk(PointList points, ReadOnlySpan<byte> name, ProcText line)
    {
        var reads = line.ReadNumber();
        line.Skip(1);
        var sectorsRead = line.ReadNumber();
        line.Skip(1);
        var writes = line.ReadNumber();
        line.Skip(1);
        var sectorsWritten = line.ReadNumber();
        line.Skip(2);
        var busyMs = line.ReadNumber();
        if ((reads == 0 && writes == 0) || _disks.Find(name) is not { } disk)
            return;
        disk.Io.Add(points, sectorsRead * SectorBytes, sectorsWritten * SectorBytes);
        disk.Operations.Add(points, reads, writes);
        points.Add(disk.IoTime, busyMs / 1000);
    }
}
