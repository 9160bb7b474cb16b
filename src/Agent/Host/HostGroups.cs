namespace CleanLite.Agent.Host;

/// <summary>The groups of host metrics by the names under which they are chosen.</summary>
internal static class HostGroups
{
    private static readonly (string Name, Func<HostFiles, ICollector> Create)[] All =
    [
        ("cpu", files => new CpuCollector(files)),
        ("load", files => new LoadCollector(files)),
        ("memory", files => new MemoryCollector(files)),
        ("paging", files => new PagingCollector(files)),
        ("disk", files => new DiskCollector(files)),
        ("filesystem", files => new FilesystemCollector(files, DiskSpace.Of)),
        ("network", files => new NetworkCollector(files)),
        ("uptime", files => new UptimeCollector(files)),
        ("process", files => new ProcessCollector(files)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(group => group.Name)];

    /// <summary>New collectors for the groups named, in the order of <see cref="Names"/>.</summary>
    public static IEnumerable<(string Name, ICollector Collector)> Create(IReadOnlyCollection<string> names, HostFiles files) =>
        All.Where(group => names.Contains(group.Name)).Select(group => (group.Name, group.Create(files)));
}
