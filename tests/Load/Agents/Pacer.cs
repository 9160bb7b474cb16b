using CleanLite.Load.Linux;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Agents;

/// <summary>
/// Open loop: hands out batches at a fixed rate, one agent after the other, on a thread of its own, and never waits for anybody. Each batch
/// carries the time at which it was due, so that a late one counts as late.
/// </summary>
internal sealed class Pacer : IDisposable
{
    // Below this it is not worth going to sleep: the kernel wakes a thread some 60 us late.
    private const long ShortestSleepUs = 80;

    private readonly Thread _thread;
    private readonly IReadOnlyList<LoadAgent> _agents;
    private readonly double _intervalUs;
    private volatile bool _stop;
    private long _posted;

    /// <summary>Starts handing out <paramref name="batchesPerSecond"/> batches, <paramref name="limit"/> in all.</summary>
    public Pacer(IReadOnlyList<LoadAgent> agents, double batchesPerSecond, long limit = long.MaxValue)
    {
        _agents = agents;
        _intervalUs = 1e6 / batchesPerSecond;
        _thread = new Thread(() => Run(limit)) { IsBackground = true, Name = "pacer" };
        _thread.Start();
    }

    /// <summary>Batches handed out so far.</summary>
    public long Posted => Volatile.Read(ref _posted);

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private void Run(long limit)
    {
        var start = LoadClock.NowUs + 10_000;
        for (long tick = 0; tick < limit && !_stop; tick++)
        {
            var due = start + (long)(tick * _intervalUs);
            for (var wait = due - LoadClock.NowUs; wait > 0 && !_stop; wait = due - LoadClock.NowUs) NativeMethods.SleepUs(Math.Clamp(wait, ShortestSleepUs, 100_000));
            _agents[(int)(tick % _agents.Count)].Post(due);
            Volatile.Write(ref _posted, tick + 1);
        }
    }
}
