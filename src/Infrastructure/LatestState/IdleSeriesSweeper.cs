using CleanLite.Application.LatestState;
using CleanLite.Application.Live;
using CleanLite.Infrastructure.Fleet;
using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.LatestState;

/// <summary>Lets series leave that had no new point for <see cref="LatestStateOptions.IdleAfter"/>, give or take a twentieth of it.</summary>
internal sealed class IdleSeriesSweeper(
    AgentRegistry agents,
    LatestStateStore store,
    IMetricBroadcaster broadcaster,
    LatestStateMetrics metrics,
    LatestStateOptions options,
    TimeProvider time) : BackgroundService
{
    private const int Sweeps = 20;

    /// <summary>One sweep over all agents.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        store.GrowOlder();
        foreach (var agent in agents.Records)
        {
            using var turn = await agent.WaitAsync(cancellation).ConfigureAwait(false);
            Release(turn, Sweeps);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.IdleAfter / Sweeps, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await SweepAsync(stoppingToken).ConfigureAwait(false);
    }

    private void Release(AgentRecord agent, int sweeps)
    {
        foreach (var series in agent.OwnSeries.RemoveIdle(sweeps))
        {
            // Told before the number can be used again: what comes later under that number comes later in the broadcaster's input too.
            broadcaster.Forget(series);
            store.ReturnNumber(series.Number);
            metrics.Evicted();
        }
    }
}
