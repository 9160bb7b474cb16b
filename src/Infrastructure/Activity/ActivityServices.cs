using CleanLite.Application.Activity;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure.Activity;

internal static class ActivityServices
{
    public static IServiceCollection AddActivity(this IServiceCollection services) => services
        .AddSingleton<ActivityLogNotices>()
        .AddSingleton<ActivityLogMetrics>()
        .AddSingleton(ActivityLogSeams.None)
        .AddSingleton<SqliteActivityLog>()
        .AddSingleton<IActivityLog>(s => s.GetRequiredService<SqliteActivityLog>())
        .AddSingleton<IActivityHistory>(s => s.GetRequiredService<SqliteActivityLog>())
        .AddSingleton<IHealthProbe>(s => s.GetRequiredService<SqliteActivityLog>())
        .AddSingleton<IQueueProbe>(s => s.GetRequiredService<SqliteActivityLog>())
        .AddSingleton(s => s.GetRequiredService<SqliteActivityLog>().EventLimit)
        .AddSingleton(s => s.GetRequiredService<SqliteActivityLog>().FileLimit)
        .AddSingleton<RefusalFold>()
        .AddSingleton<INotificationHandler<AgentPresenceChanged>, ReportWhenAgentPresenceChanges>()
        .AddSingleton<INotificationHandler<PointsUnaccounted>, ReportWhenPointsUnaccounted>()
        .AddSingleton<INotificationHandler<SeriesRefused>, ReportWhenSeriesRefused>()
        .AddSingleton<INotificationHandler<EventRefused>, ReportWhenEventRefused>()
        .AddHostedService<AnnounceActivityLog>()
        .AddHostedService<AnnounceServer>()
        .AddHostedService<TellFoldedRefusals>();
}
