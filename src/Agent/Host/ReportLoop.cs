namespace CleanLite.Agent.Host;

/// <summary>
/// Samples a source at the client's interval and reports what it gives: once at the start, then at the agent's own phase of the
/// interval, so that the agents of a fleet do not all report in the same instant.
/// </summary>
internal sealed class ReportLoop(AgentClient client, IPointSource source)
{
    private readonly TimeProvider _time = client.Options.TimeProvider;
    private readonly long _interval = client.Options.ReportInterval.Ticks;
    private readonly long _phase = PhaseOf(client.Options.AgentId, client.Options.ReportInterval).Ticks;
    private readonly PointList _points = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            source.Sample(_points);
            if (!_points.Points.IsEmpty)
                client.TryReport(_points.Points);
            await Task.Delay(UntilNext(_time.GetUtcNow()), _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Where in the interval an agent ticks. It follows from the id alone, the same in every process.</summary>
    internal static TimeSpan PhaseOf(string agentId, TimeSpan interval)
    {
        var hash = 2166136261; // FNV-1a: string.GetHashCode differs from process to process
        foreach (var character in agentId)
            hash = (hash ^ character) * 16777619;
        return TimeSpan.FromTicks((long)(hash / (double)uint.MaxValue * (interval.Ticks - 1)));
    }

    // At least half an interval away: a tick right after another would judge rates over next to no time.
    private TimeSpan UntilNext(DateTimeOffset now)
    {
        var soonest = now.UtcTicks + _interval / 2 - _phase;
        var next = (soonest + _interval - 1) / _interval * _interval + _phase;
        return TimeSpan.FromTicks(next - now.UtcTicks);
    }
}
