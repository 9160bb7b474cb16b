using CleanLite.Application.Ingest;
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
        services.AddIngest();
        return services.AddMediatR(mediator =>
        {
            mediator.Lifetime = ServiceLifetime.Singleton;
            mediator.RegisterServicesFromAssemblyContaining<IngestBatchCommand>();
        });
    }

    private static IServiceCollection AddIngest(this IServiceCollection services) => services
        .AddSingleton<IngestBatchValidator>()
        .AddSingleton<BatchJudge>()
        .AddSingleton<IRequestHandler<IngestBatchCommand, IngestBatchAnswer>, IngestBatchHandler>()
        .AddSingleton<IngestMetrics>();
}
