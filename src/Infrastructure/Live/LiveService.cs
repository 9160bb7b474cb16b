using CleanLite.Application.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.Viewers;
using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.Live;

/// <summary>Runs the feeds' loops, and sees the viewers off when the server stops.</summary>
internal sealed class LiveService(
    MetricFeed metrics, EventFeed events, LiveViewers viewers, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private CancellationTokenRegistration _stopping;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // The listener stops before this service does, and waits for its connections: the viewers must hear of it first.
        _stopping = lifetime.ApplicationStopping.Register(() => viewers.SayGoodbye(LiveEnding.Restart));
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        viewers.SayGoodbye(LiveEnding.Restart);
        var started = time.GetTimestamp();
        while (viewers.Count > 0 && time.GetElapsedTime(started) < Farewell && !cancellationToken.IsCancellationRequested)
            await Task.Delay(Poll, time, CancellationToken.None).ConfigureAwait(false);
        viewers.CutAll();
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Each as it ends: a loop that fails ends the server at once, where WhenAll would wait for the other one, for ever.
        await foreach (var loop in Task.WhenEach(metrics.RunAsync(stoppingToken), events.RunAsync(stoppingToken)).ConfigureAwait(false))
            await loop.ConfigureAwait(false);
    }
}
