namespace CleanLite.Agent.Host;

/// <summary>
/// <c>system.filesystem.usage</c> and <c>.utilization</c> by device, mount point, type, mode and state,
/// from <c>/proc/mounts</c> and statvfs. A device that is mounted several times is reported once, where it was mounted first.
/// </summary>
internal sealed class FilesystemCollector(HostFiles files, Func<string, DiskSpace?> spaceOf) : ICollector
{
    private const int MaxFilesystems = 128;

    private readonly ProcFile _mounts = files.ProcOfViewer("mounts");
    private Dictionary<Mount, FilesystemSeries> _known = [];

    public TimeSpan Period => TimeSpan.FromSeconds(10);

    public void Collect(PointList points)
    {
        var present = new Dictionary<Mount, FilesystemSeries>();
        var devices = new HashSet<string>(StringComparer.Ordinal);
        var text = _mounts.Read();
        while (present.Count < MaxFilesystems && text.TryReadLine(out var line))
        {
            var mount = Mount.Parse(line);
            if (!mount.HoldsData || devices.Contains(mount.Device) || spaceOf(files.PathOf(mount.Point)) is not { Total: > 0 } space)
                continue;
            devices.Add(mount.Device);
            present[mount] = _known.GetValueOrDefault(mount) ?? new FilesystemSeries(mount);
            present[mount].Add(points, space);
        }

        _known = present; // what is no longer mounted is forgotten
    }
}
