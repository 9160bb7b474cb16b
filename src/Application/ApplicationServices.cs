using CleanLite.Application.Activity;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Application;

/// <summary>What the use cases need, room by room.</summary>
public static class ApplicationServices
{
    /// <summary>Adds MediatR with every use case, and the rules they run. The ports are the infrastructure's to add.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        // Before AddMediatR, which leaves a handler alone that is there already and would make it anew for every batch.
        services.AddIngest().AddActivity().AddFleet().AddLive().AddOperations();
        return services.AddMediatR(mediator =>
        {
            mediator.Lifetime = ServiceLifetime.Singleton;
            mediator.NotificationPublisher = new InOrderPublisher();
            mediator.RegisterServicesFromAssemblyContaining<IngestBatchCommand>();
        });
    }

    private static IServiceCollection AddIngest(this IServiceCollection services) => services
        .AddSingleton<IngestBatchValidator>()
        .AddSingleton<BatchJudge>()
        .AddSingleton<IRequestHandler<IngestBatchCommand, IngestBatchAnswer>, IngestBatchHandler>()
        .AddSingleton<IngestMetrics>();

    private static IServiceCollection AddFleet(this IServiceCollection services) => services
        .AddSingleton<GetPushValidator>()
        .AddSingleton<PushActionValidator>()
        .AddSingleton<PushConfigValidator>()
        .AddSingleton<PushGroupConfigValidator>()
        .AddSingleton<PushIntervalValidator>()
        .AddSingleton<RequestSampleValidator>();

    private static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<ReportPaintDelaysValidator>();

    private static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<RecordModelCallValidator>()
        .AddSingleton<ReportedRequests>()
        .AddSingleton<TableMetrics>();

    private static IServiceCollection AddActivity(this IServiceCollection services) => services
        .AddSingleton<EventAdmission>()
        .AddSingleton<EventIds>()
        .AddSingleton<GetEventsValidator>()
        .AddSingleton<ReportEventValidator>()
        .AddSingleton<ReportMetrics>()
        .AddSingleton<SystemEvents>();
}
