namespace CleanLite.Testing.Proxies;

/// <summary>How bytes fare in one direction of a proxy. May be changed at any time.</summary>
public sealed class Flow
{
    private volatile TaskCompletionSource? _frozen;

    /// <summary>How long bytes are held back, in milliseconds.</summary>
    public int DelayMs { get; set; }

    /// <summary>The largest piece that is passed on at once, in bytes; 0: as they come.</summary>
    public int PieceBytes { get; set; }

    /// <summary>From now on nothing is read and nothing passed on.</summary>
    public void Freeze() => _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => Interlocked.Exchange(ref _frozen, null)?.SetResult();

    /// <summary>As if nothing had ever been wrong.</summary>
    public void Heal()
    {
        (DelayMs, PieceBytes) = (0, 0);
        Thaw();
    }

    /// <summary>Returns as soon as it is not frozen.</summary>
    public async ValueTask PassAsync(CancellationToken cancellationToken)
    {
        while (_frozen is { } frozen) await frozen.Task.WaitAsync(cancellationToken);
    }
}
