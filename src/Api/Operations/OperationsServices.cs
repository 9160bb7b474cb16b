using CleanLite.Api.Operations.Exposition;
using CleanLite.Api.Security;
using CleanLite.Application.Live;
using MediatR;

namespace CleanLite.Api.Operations;

/// <summary>The server about itself.</summary>
internal static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        foreach (var method in SystemCall.Methods)
            services.AddSingleton<ILiveCall>(s => SystemCall.Of(method, s.GetRequiredService<ISender>()));
        return services
            .AddSingleton<ServerLifecycle>()
            .AddSingleton<HealthReport>()
            .AddSingleton<OperationsDoor>()
            .AddSingleton<MetricReadings>()
            .AddSingleton<BuildInfo>()
            .AddHostedService<TrafficSummary>()
            .AddHostedService<StartupNotice>();
    }

    /// <summary>Opens the doors of the room: HTTP and gRPC.</summary>
    public static void MapOperations(this WebApplication app)
    {
        app.MapHealth();
        app.MapMetrics();
        app.MapSystem();
        app.MapGrpcService<OperationsDoor>().RequireViewer();
    }
}
