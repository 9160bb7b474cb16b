using System.Runtime.InteropServices;

namespace CleanLite.Agent.Host;

/// <summary>
/// Samples a source at the client's interval and reports what it gives: once at the start, then at the agent's own phase of the
/// interval, so that the agents of a fleet do not all report in the same instant. The interval may be changed, for good or for a while, and a
/// change is followed by a tick at once.
/// </summary>
internal sealed class ReportLoop(AgentClient client, IPointSource source)
{
    // An answer to a sample request is fresh enough if it is no older; values over a shorter time would be mostly noise.
    private static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(250);

    // Two points of one series in the same millisecond would be one too many.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time = client.Options.TimeProvider;
    private readonly PointList _points = new();
    private readonly Dictionary<MetricSeries, MetricPoint> _newest = [];
    private readonly Lock _ticking = new(); // one tick at a time, and no change in the middle of one

    private TimeSpan _interval = client.Options.ReportInterval;
    private TimeSpan? _leased;
    private DateTimeOffset _leasedUntil;
    private long? _tickedAt;
    private bool _isHurried;
    private CancellationTokenSource? _pause;
    private MetricSeries? _marker;
    private MetricPatterns _exclude = new([], whenNone: false);

    /// <summary>How often it reports, leases apart.</summary>
    public TimeSpan Interval
    {
        get
        {
            lock (_ticking)
                return _interval;
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Tick();
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.Delay(BeginPause(pause), _time, pause.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            EndPause();
        }
    }

    /// <summary>Changes what is reported and how often, all at once, with a tick right after it.</summary>
    /// <param name="interval">How often from now on.</param>
    /// <param name="exclude">Metrics that are not reported.</param>
    /// <param name="marker">Reported once with the next tick, the first after the change; null for none.</param>
    /// <param name="change">What else changes, between two ticks.</param>
    public void Change(TimeSpan interval, MetricPatterns exclude, MetricSeries? marker, Action change)
    {
        lock (_ticking)
        {
            change();
            (_interval, _exclude, _marker) = (interval, exclude, marker);
            _newest.Clear();
            HurryLocked();
        }
    }

    /// <summary>Reports this often until further notice.</summary>
    public void Change(TimeSpan interval)
    {
        lock (_ticking)
        {
            (_interval, _leased) = (interval, null);
            HurryLocked();
        }
    }

    /// <summary>Reports this often for a while, and then as before.</summary>
    public void Lease(TimeSpan interval, TimeSpan length)
    {
        lock (_ticking)
        {
            (_leased, _leasedUntil) = (interval, _time.GetUtcNow() + length);
            HurryLocked();
        }
    }

    /// <summary>Ticks at once.</summary>
    /// <param name="hurry">Makes due what is not.</param>
    public void Refresh(Action hurry)
    {
        lock (_ticking)
        {
            hurry();
            HurryLocked();
        }
    }

    /// <summary>The newest point of each series, after a tick if the last one is not fresh.</summary>
    public IReadOnlyList<MetricPoint> Newest()
    {
        lock (_ticking)
        {
            if (_tickedAt is not { } last || _time.GetElapsedTime(last) > FreshFor)
                Tick();
            return [.. _newest.Values];
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

    private void Tick()
    {
        lock (_ticking)
        {
            _tickedAt = _time.GetTimestamp();
            source.Sample(_points);
            if (!_exclude.IsEmpty)
                _points.RemoveAll(point => _exclude.Match(point.Series.Metric));
            if (_marker is not null)
                _points.Add(_marker, 1);
            _marker = null;
            Remember(_points.Points);
            if (!_points.Points.IsEmpty)
                client.TryReport(_points.Points);
        }
    }

    private void Remember(ReadOnlySpan<MetricPoint> points)
    {
        foreach (ref readonly var point in points)
            CollectionsMarshal.GetValueRefOrAddDefault(_newest, point.Series, out _) = point;

        // Devices come and go; what was last seen long ago is forgotten once there is more of it than of the rest.
        if (_newest.Count <= 2 * points.Length + 1_000)
            return;
        var oldest = (_time.GetUtcNow() - ForgetAfter).ToUnixTimeMilliseconds();
        foreach (var (series, _) in _newest.Where(entry => entry.Value.UnixMs < oldest).ToList())
            _newest.Remove(series);
    }

    private TimeSpan BeginPause(CancellationTokenSource pause)
    {
        lock (_ticking)
        {
            _pause = pause;
            var now = _time.GetUtcNow();
            if (_isHurried)
                return Apart;
            if (_leased is { } leased && now < _leasedUntil)
                return Shorter(UntilNext(leased, now), _leasedUntil - now);
            _leased = null;
            return UntilNext(_interval, now);
        }
    }

    private void EndPause()
    {
        lock (_ticking)
            (_pause, _isHurried) = (null, false);
    }

    // Not on this thread: the loop would go on from here, under the lock.
    private void HurryLocked()
    {
        _isHurried = _tickedAt is not null;
        _ = _pause?.CancelAsync();
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // At least half an interval away: a tick right after another would judge rates over next to no time.
    private TimeSpan UntilNext(TimeSpan interval, DateTimeOffset now)
    {
        var phase = PhaseOf(client.Options.AgentId, interval).Ticks;
        var soonest = now.UtcTicks + interval.Ticks / 2 - phase;
        var next = (soonest + interval.Ticks - 1) / interval.Ticks * interval.Ticks + phase;
        return TimeSpan.FromTicks(next - now.UtcTicks);
    }
}
