namespace CleanLite.Agent.Session;

/// <summary>A token that fires when an outer token does or when an armed time runs out; it can be armed anew until then.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeProvider time, CancellationToken outer)
    {
        _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, outer);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>The time ran out; the outer token has nothing to do with it.</summary>
    public bool HasPassed => _timer.IsCancellationRequested;

    public void Arm(TimeSpan time) => _timer.CancelAfter(time);

    public void Disarm() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
