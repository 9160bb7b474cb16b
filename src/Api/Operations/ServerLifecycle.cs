namespace CleanLite.Api.Operations;

/// <summary>Where the server stands between start and stop.</summary>
internal sealed class ServerLifecycle
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly long _startedAt;

    public ServerLifecycle(IHostApplicationLifetime lifetime, TimeProvider time)
    {
        (_lifetime, _time, _startedAt) = (lifetime, time, time.GetTimestamp());
        Version = typeof(ServerLifecycle).Assembly.GetName().Version!.ToString(3);
    }

    /// <summary>The server's version.</summary>
    public string Version { get; }

    /// <summary>Time since the process came up.</summary>
    public TimeSpan Uptime => _time.GetElapsedTime(_startedAt);

    /// <summary>True from the moment both listeners are open until the server is told to stop.</summary>
    public bool IsReady => _lifetime.ApplicationStarted.IsCancellationRequested && !IsDraining;

    /// <summary>True once the server was told to stop.</summary>
    public bool IsDraining => _lifetime.ApplicationStopping.IsCancellationRequested;
}
