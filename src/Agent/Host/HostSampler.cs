using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Host;

/// <summary>
/// Asks the collectors that are due. A group whose source is missing or unreadable is left out from then on, with one line in
/// the log; the others go on.
/// </summary>
internal sealed class HostSampler(IEnumerable<(string Name, ICollector Collector)> groups, TimeProvider time, ILogger log) : IPointSource
{
    // A tick comes a little early or late; what is due within this much is collected now rather than a whole tick later.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private List<Group> _groups = [.. groups.Select(group => new Group(group.Name, group.Collector))];

    public int GroupCount => _groups.Count;

    public void Sample(PointList points)
    {
        points.Begin(time.GetUtcNow());
        _groups.RemoveAll(group => IsDue(group) && !TryCollect(group, points));
    }

    /// <summary>
    /// Reads these groups from now on. A group that stays keeps its collector, so that values which need two readings have no gap.
    /// </summary>
    public void Choose(IEnumerable<(string Name, ICollector Collector)> chosen, IReadOnlyDictionary<string, TimeSpan> periods) =>
        _groups = [.. chosen.Select(group => (_groups.Find(g => g.Name == group.Name) ?? new Group(group.Name, group.Collector))
            .Every(periods.TryGetValue(group.Name, out var period) ? period : null))];

    /// <summary>Lets every group be due at the next tick.</summary>
    public void Hurry() => _groups.ForEach(group => group.CollectedAt = null);

    private bool IsDue(Group group) =>
        group.CollectedAt is not { } last || time.GetElapsedTime(last) + Tolerance >= group.Period;

    private bool TryCollect(Group group, PointList points)
    {
        try
        {
            group.CollectedAt = time.GetTimestamp();
            group.Collector.Collect(points);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.GroupDisabled(group.Name, exception.Message);
            return false;
        }
    }

    private sealed class Group(string name, ICollector collector)
    {
        public string Name { get; } = name;

        public ICollector Collector { get; } = collector;

        public TimeSpan Period { get; private set; } = collector.Period;

        public long? CollectedAt { get; set; }

        public Group Every(TimeSpan? period)
        {
            Period = period ?? Collector.Period;
            return this;
        }
    }
}
