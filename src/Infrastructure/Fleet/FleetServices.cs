using CleanLite.Application.Fleet;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure.Fleet;

internal static class FleetServices
{
    public static IServiceCollection AddFleet(this IServiceCollection services) => services
        .AddSingleton<FleetMetrics>()
        .AddSingleton<AgentRegistry>()
        .AddSingleton<IAgentRegistry>(s => s.GetRequiredService<AgentRegistry>())
        .AddHostedService<PresenceClock>();
}
