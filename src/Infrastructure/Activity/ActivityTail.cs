using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// The newest events, in memory: those that wait for the disk, or all that there are where there is none. Bounded in number and bytes; beyond it the
/// oldest leave, because what is newest is what viewers ask for. Readers get a copy of the references, so that nobody holds up
/// <see cref="Add"/>. Thread-safe; one thread at a time takes.
/// </summary>
internal sealed class ActivityTail(int maxEvents, long maxBytes)
{
    // Object header, dictionary, references: about what an event takes beside its text.
    private const int Overhead = 400;

    private readonly Lock _sync = new();
    private Queue<LoggedEvent> _waiting = new();
    private LoggedEvent[] _taken = [];
    private int _maxEvents = maxEvents;
    private long _bytes;
    private long _dropped;

    /// <summary>Events that wait, those taken included.</summary>
    public int Count
    {
        get
        {
            lock (_sync) return _waiting.Count + _taken.Length;
        }
    }

    /// <summary>Events that left because there was no room.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Most events held.</summary>
    public int MaxEvents
    {
        get => Volatile.Read(ref _maxEvents);
        set => Volatile.Write(ref _maxEvents, value);
    }

    /// <summary>Adds the newest event; the number of events that had to leave for it.</summary>
    public int Add(LoggedEvent item)
    {
        lock (_sync)
        {
            _waiting.Enqueue(item);
            _bytes += SizeOf(item.Event);
            return ShrinkLocked();
        }
    }

    /// <summary>Takes up to <paramref name="count"/> of the oldest; they count as held until <see cref="Settle"/>.</summary>
    public ReadOnlyMemory<LoggedEvent> Take(int count)
    {
        lock (_sync)
        {
            _taken = new LoggedEvent[Math.Min(count, _waiting.Count)];
            for (var i = 0; i < _taken.Length; i++) _taken[i] = _waiting.Dequeue();
            return _taken;
        }
    }

    /// <summary>Lets go of what was taken: it is on the disk.</summary>
    public void Settle()
    {
        lock (_sync)
        {
            foreach (var item in _taken) _bytes -= SizeOf(item.Event);
            _taken = [];
        }
    }

    /// <summary>Puts what was taken back, before all that waits.</summary>
    public void Return()
    {
        lock (_sync)
        {
            _waiting = new Queue<LoggedEvent>(_taken.Concat(_waiting));
            _taken = [];
            ShrinkLocked();
        }
    }

    /// <summary>Lets go of everything up to <paramref name="offset"/>: it is on the disk after all.</summary>
    public void SettleUpTo(long offset)
    {
        lock (_sync)
        {
            while (_waiting.TryPeek(out var oldest) && oldest.Offset <= offset) _bytes -= SizeOf(_waiting.Dequeue().Event);
        }
    }

    /// <summary>Lets go of what is older than <paramref name="unixMs"/>.</summary>
    public void ForgetBefore(long unixMs)
    {
        lock (_sync)
        {
            while (_waiting.TryPeek(out var oldest) && oldest.Event.TimeUnixMs < unixMs) _bytes -= SizeOf(_waiting.Dequeue().Event);
        }
    }

    /// <summary>All that is held, oldest first.</summary>
    public LoggedEvent[] Snapshot()
    {
        lock (_sync)
        {
            var all = new LoggedEvent[_taken.Length + _waiting.Count];
            _taken.CopyTo(all, 0);
            _waiting.CopyTo(all, _taken.Length);
            return all;
        }
    }

    private static long SizeOf(ActivityEvent item)
    {
        var characters = item.Id.Length + item.Source.Length + item.Type.Length + item.Subject.Length + item.Message.Length;
        foreach (var (name, value) in item.Attributes) characters += name.Length + value.Length + (Overhead / 4);
        return Overhead + (characters * sizeof(char));
    }

    private int ShrinkLocked()
    {
        var dropped = 0;
        while (_waiting.Count > 1 && (_waiting.Count + _taken.Length > MaxEvents || _bytes > maxBytes))
        {
            _bytes -= SizeOf(_waiting.Dequeue().Event);
            dropped++;
        }

        Interlocked.Add(ref _dropped, dropped);
        return dropped;
    }
}
