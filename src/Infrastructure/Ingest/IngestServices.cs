using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure.Ingest;

internal static class IngestServices
{
    public static IServiceCollection AddIngest(this IServiceCollection services) => services
        .AddSingleton<RejectInspector>()
        .AddSingleton<IRejectInspector>(s => s.GetRequiredService<RejectInspector>())
        .AddSingleton<INotificationHandler<SeriesRefused>>(s => s.GetRequiredService<RejectInspector>())
        .AddSingleton<INotificationHandler<SeriesRefused>, LogWhenSeriesRefused>()
        .AddSingleton<IHealthProbe, IngestHealth>();
}
