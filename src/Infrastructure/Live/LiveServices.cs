using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.Viewers;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure.Live;

internal static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton(Epoch.New())
        .AddSingleton<LiveMetrics>()
        .AddSingleton<ILiveFigures>(s => s.GetRequiredService<LiveMetrics>())
        .AddSingleton<IPaintDelays>(s => s.GetRequiredService<LiveMetrics>())
        .AddSingleton<LiveLog>()
        .AddSingleton<MetricFeed>()
        .AddSingleton<IMetricBroadcaster>(s => s.GetRequiredService<MetricFeed>())
        .AddSingleton<ILatestPoints, LatestPoints>()
        .AddSingleton<EventFeed>()
        .AddSingleton<IActivityBroadcaster>(s => s.GetRequiredService<EventFeed>())
        .AddSingleton<FeedReaders>()
        .AddSingleton<ViewerContext>()
        .AddSingleton<LiveViewers>()
        .AddSingleton<ILiveViewers>(s => s.GetRequiredService<LiveViewers>())
        .AddSingleton<INotificationHandler<MetricPointAccepted>, BroadcastWhenPointAccepted>()
        .AddSingleton<IHealthProbe, LiveHealth>()
        .AddSingleton<IQueueProbe, PointQueue>()
        .AddSingleton<IQueueProbe, EventQueue>()
        .AddSingleton(s => LimitOf(s, "viewers", o => o.MaxViewers, () => s.GetRequiredService<LiveViewers>().Count))
        .AddSingleton(s => LimitOf(s, "filters", o => o.MaxFilters, () => s.GetRequiredService<MetricFeed>().FilterCount))
        .AddSingleton(s => LimitOf(s, "ringPoints", o => o.RingPoints, () => s.GetRequiredService<MetricFeed>().RingCount))
        .AddSingleton(s => LimitOf(s, "waitingPoints", o => o.InputPoints, () => s.GetRequiredService<MetricFeed>().Waiting))
        .AddSingleton(s => LimitOf(s, "waitingEvents", o => o.InputEvents, () => s.GetRequiredService<EventFeed>().Waiting))
        .AddHostedService<LiveService>();

    private static LimitProbe LimitOf(IServiceProvider services, string name, Func<LiveOptions, long> limit, Func<long> inUse) =>
        new(name, inUse, limit(services.GetRequiredService<LiveOptions>()));
}
