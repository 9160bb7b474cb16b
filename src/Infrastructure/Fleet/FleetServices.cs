using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure.Fleet;

internal static class FleetServices
{
    public static IServiceCollection AddFleet(this IServiceCollection services) => services
        .AddSingleton<FleetMetrics>()
        .AddSingleton<AgentRegistry>()
        .AddSingleton<IAgentRegistry>(s => s.GetRequiredService<AgentRegistry>())
        .AddSingleton<IHealthProbe, FleetHealth>()
        .AddSingleton<FleetGauges>()
        .AddHostedService(s => s.GetRequiredService<FleetGauges>())
        .AddHostedService<PresenceClock>();
}
