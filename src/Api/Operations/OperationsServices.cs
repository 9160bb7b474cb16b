namespace CleanLite.Api.Operations;

/// <summary>The server about itself.</summary>
internal static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<ServerLifecycle>()
        .AddSingleton<HealthReport>()
        .AddHostedService<TrafficSummary>()
        .AddHostedService<StartupNotice>();
}
