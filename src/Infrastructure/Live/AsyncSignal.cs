using System.Threading.Tasks.Sources;

namespace CleanLite.Infrastructure.Live;

/// <summary>
/// Wakes one waiter. Set while nobody waits, it lets the next wait pass at once; set many times, it lets one pass. Waiting allocates
/// nothing: every viewer waits after every write.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Signalled = 1;
    private const int Waiting = 2;

    // Continuations never run inside Set: the broadcaster's loop sets one signal after the other.
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Wakes the waiter, or lets the next wait pass. Any thread.</summary>
    public void Set()
    {
        // A full fence, always: what the caller published before must be seen by the waiter that this call does not wake.
        if (Interlocked.Exchange(ref _state, Signalled) == Waiting) Wake();
    }

    /// <summary>Waits for <see cref="Set"/>. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Signalled) == Signalled) return ValueTask.CompletedTask;
        _source.Reset();
        var waiting = new ValueTask(this, _source.Version);
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle) return waiting;

        // A full fence here too: the caller's next reads must not come before the signal is taken.
        Interlocked.Exchange(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Wake()
    {
        // The signal is used up by the waiter it wakes; it waits again only after this.
        Volatile.Write(ref _state, Idle);
        _source.SetResult(true);
    }
}
