using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Looks once a second for pushes that have expired and leases that have ended.</summary>
internal sealed class PushClock(PushDesk desk, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) desk.Sweep();
    }
}
