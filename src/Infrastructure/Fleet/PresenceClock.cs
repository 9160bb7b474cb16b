using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Looks at every agent's silence once a second.</summary>
internal sealed class PresenceClock(AgentRegistry agents, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await agents.JudgeAsync(stoppingToken).ConfigureAwait(false);
    }
}
