using System.Diagnostics;

namespace CleanLite.Testing;

/// <summary>A clock that stands still until a test turns it; timers fire within <see cref="Advance"/>, in the order in which they are due.</summary>
public sealed class FakeTime : TimeProvider
{
    private const long FirstTick = TimeSpan.TicksPerHour;

    // What a timer sets off ends in what the test waits for, or sets another timer on the way there.
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private readonly Lock _sync = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private long _ticks = FirstTick;
    private int _fired;
    private int _set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The wall clock, Unix milliseconds.</summary>
    public long UnixMs => GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>How far it has been turned.</summary>
    public TimeSpan Elapsed => GetElapsedTime(FirstTick);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_sync) return _now;
    }

    public override long GetTimestamp()
    {
        lock (_sync) return _ticks;
    }

    /// <summary>Moves both clocks on and fires what falls due.</summary>
    public void Advance(TimeSpan by)
    {
        long until;
        lock (_sync) until = _ticks + by.Ticks;
        while (true)
        {
            FakeTimer? due;
            lock (_sync)
            {
                due = _timers.Where(t => t.DueAt <= until).MinBy(t => t.DueAt);
                var next = due is null ? until : Math.Max(_ticks, due.DueAt);
                _now += TimeSpan.FromTicks(next - _ticks);
                _ticks = next;
                due?.ReArmLocked();
            }

            if (due is null) return;
            Interlocked.Increment(ref _fired);
            due.Fire();
        }
    }

    /// <summary>Moves on step by step, 100 ms at a time unless told, and lets the code under test run in between, until the condition holds.</summary>
    /// <returns>How much time passed.</returns>
    public async Task<TimeSpan> AdvanceUntilAsync(Func<bool> condition, TimeSpan? step = null)
    {
        var begun = GetTimestamp();
        for (var steps = 0; !condition(); steps++)
        {
            // Half a minute at the least, and more on a busy machine.
            if (steps == 10_000) throw new TimeoutException("The condition never held.");
            var (fired, set) = (Volatile.Read(ref _fired), Volatile.Read(ref _set));
            Advance(step ?? TimeSpan.FromMilliseconds(100));
            if (Volatile.Read(ref _fired) != fired) await ReactionAsync(condition, set);
            await Eventually.SettleAsync();
        }

        return GetElapsedTime(begun);
    }

    /// <summary>Moves the wall clock alone, as an operator or NTP does.</summary>
    public void StepWallClock(TimeSpan by)
    {
        lock (_sync) _now += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits for what a timer has set off: on a busy machine the code that waited for it runs late, and would find the clock further on.</summary>
    private async Task ReactionAsync(Func<bool> condition, int set)
    {
        for (var waited = Stopwatch.StartNew(); !condition() && waited.Elapsed < (Volatile.Read(ref _set) == set ? First : Rest);) await Task.Delay(1);
    }

    private sealed class FakeTimer(FakeTime clock, TimerCallback callback, object? state) : ITimer
    {
        private long _period = -1;

        public long DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._sync)
            {
                clock._set++;
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                (DueAt, _period) = (clock._ticks + dueTime.Ticks, period == Timeout.InfiniteTimeSpan ? -1 : period.Ticks);
                clock._timers.Add(this);
                return true;
            }
        }

        public void ReArmLocked()
        {
            if (_period > 0) DueAt += _period;
            else clock._timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._sync) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
