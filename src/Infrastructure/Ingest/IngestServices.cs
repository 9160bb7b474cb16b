using CleanLite.Application.Ingest;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure.Ingest;

internal static class IngestServices
{
    public static IServiceCollection AddIngest(this IServiceCollection services) => services
        .AddSingleton<INotificationHandler<SeriesRefused>, LogWhenSeriesRefused>();
}
