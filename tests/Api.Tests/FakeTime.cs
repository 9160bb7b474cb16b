namespace CleanLite.Api.Tests;

/// <summary>A clock that a test moves; timers fire on the test's thread while it does.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _sync = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_sync) return _elapsed.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => _start + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state), period);
        timer.Change(dueTime, period);
        lock (_sync) _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        FakeTimer[] due;
        lock (_sync)
        {
            _elapsed += by;
            due = [.. _timers.Where(t => t.Due <= _elapsed)];
        }

        foreach (var timer in due) timer.Fire();
    }

    /// <summary>True if some timer is due within <paramref name="span"/>.</summary>
    public bool HasTimerWithin(TimeSpan span)
    {
        lock (_sync) return _timers.Any(t => t.Due <= _elapsed + span);
    }

    private sealed class FakeTimer(FakeTime time, Action callback, TimeSpan period) : ITimer
    {
        public TimeSpan Due { get; private set; } = TimeSpan.MaxValue;

        public void Fire()
        {
            Due = period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero ? TimeSpan.MaxValue : Due + period;
            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : TimeSpan.FromTicks(time.GetTimestamp()) + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (time._sync) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
