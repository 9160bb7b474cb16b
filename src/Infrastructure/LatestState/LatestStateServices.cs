using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using CleanLite.Application.Operations;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure.LatestState;

internal static class LatestStateServices
{
    public static IServiceCollection AddLatestState(this IServiceCollection services) => services
        .AddSingleton<LatestStateStore>()
        .AddSingleton<ILatestStateStore>(s => s.GetRequiredService<LatestStateStore>())
        .AddSingleton<LatestStateMetrics>()
        .AddSingleton<INotificationHandler<MetricPointAccepted>, UpdateLatestStateWhenPointAccepted>()
        .AddSingleton<IHealthProbe, SeriesHealth>()
        .AddSingleton(s => new LimitProbe("series", () => s.GetRequiredService<LatestStateStore>().SeriesCount, s.GetRequiredService<IngestOptions>().MaxSeries))
        .AddSingleton<IdleSeriesSweeper>()
        .AddHostedService(s => s.GetRequiredService<IdleSeriesSweeper>());
}
