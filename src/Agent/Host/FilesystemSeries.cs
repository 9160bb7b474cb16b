namespace CleanLite.Agent.Host;

/// <summary>The series of one mounted file system.</summary>
internal sealed class FilesystemSeries(Mount mount)
{
    private readonly StateSeries _used = State(mount, "used"), _free = State(mount, "free"), _reserved = State(mount, "reserved");

    public void Add(PointList points, DiskSpace space)
    {
        _used.Add(points, space.Used, space.Total);
        _free.Add(points, space.Available, space.Total);
        _reserved.Add(points, space.Reserved, space.Total);
    }

    private static StateSeries State(Mount mount, string state) => new(
        "system.filesystem",
        ("system.device", mount.Device),
        ("system.filesystem.mountpoint", mount.Point),
        ("system.filesystem.type", mount.Type),
        ("system.filesystem.mode", mount.Mode),
        ("system.filesystem.state", state));
}
