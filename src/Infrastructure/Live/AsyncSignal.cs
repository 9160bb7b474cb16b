using System.Threading.Tasks.Sources;

namespace CleanLite.Infrastructure.Live;

/// <summary>
/// Wakes one waiter. Set while nobody waits, it lets the next wait pass at once; set many times, it lets one pass. Waiting allocates
/// nothing: every viewer waits after every write.
/// </summary>
/// <remarks>
/// A lock rather than an interlocked state: the source must not be reset while it is being completed, and a waiter sees its completion a moment
/// before that is over.
/// </remarks>
internal sealed class AsyncSignal : IValueTaskSource
{
    private readonly Lock _sync = new();

    // Continuations never run inside Set: the broadcaster's loop sets one signal after the other.
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private bool _isSet;
    private bool _isAwaited;

    /// <summary>Wakes the waiter, or lets the next wait pass. Any thread.</summary>
    public void Set()
    {
        lock (_sync)
        {
            _isSet = !_isAwaited;
            if (!_isAwaited) return;
            _isAwaited = false;
            _source.SetResult(true);
        }
    }

    /// <summary>Waits for <see cref="Set"/>. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_sync)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            _source.Reset();
            _isAwaited = true;
            return new ValueTask(this, _source.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
