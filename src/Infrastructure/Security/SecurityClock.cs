using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Security;

/// <summary>
/// Looks every second whether tokens or certificates have changed: revocation is to end live connections within two. Content is compared, because
/// notices of file systems do not reach into mounted volumes.
/// </summary>
internal sealed class SecurityClock(
    Credentials credentials, ServerCertificates certificates, SecurityMetrics metrics, TimeProvider time, ILogger<SecurityClock> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private int _looking;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => Look(), null, Tick, Tick);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        // A timer does not wait for its own last call.
        if (Interlocked.Exchange(ref _looking, 1) == 1) return;
        credentials.Refresh();
        certificates.Http?.Refresh(metrics, logger);
        certificates.Grpc?.Refresh(metrics, logger);
        Volatile.Write(ref _looking, 0);
    }
}
