using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure.Fleet;

internal static class FleetServices
{
    public static IServiceCollection AddFleet(this IServiceCollection services) => services
        .AddSingleton<FleetMetrics>()
        .AddSingleton<FleetNotices>()
        .AddSingleton<AgentRegistry>()
        .AddSingleton<StreamLimit>()
        .AddSingleton<IAgentRegistry>(s => s.GetRequiredService<AgentRegistry>())
        .AddSingleton<IHealthProbe, FleetHealth>()
        .AddSingleton(s => new LimitProbe("agents", () => s.GetRequiredService<AgentRegistry>().KnownCount, s.GetRequiredService<FleetOptions>().MaxAgents))
        .AddSingleton<FleetGauges>()
        .AddHostedService(s => s.GetRequiredService<FleetGauges>())
        .AddSingleton<INotificationHandler<AgentUnsteady>, ReportWhenAgentUnsteady>()
        .AddHostedService<PresenceClock>()
        .AddPush();

    private static IServiceCollection AddPush(this IServiceCollection services) => services
        .AddSingleton<PushMetrics>()
        .AddSingleton<PushDesk>()
        .AddSingleton<IPushDesk>(s => s.GetRequiredService<PushDesk>())
        .AddSingleton<IConfigStore>(s => StoreOf(s.GetRequiredService<FleetOptions>()))
        .AddSingleton<AgentConfigs>()
        .AddSingleton<IAgentConfigs>(s => s.GetRequiredService<AgentConfigs>())
        .AddSingleton<IHealthProbe>(s => s.GetRequiredService<AgentConfigs>())
        .AddSingleton<INotificationHandler<PushSettled>, ReportWhenPushSettles>()
        .AddSingleton(s => new LimitProbe("pushes", () => s.GetRequiredService<PushDesk>().PushCount, s.GetRequiredService<FleetOptions>().MaxPushes))
        .AddSingleton(s => new LimitProbe("configs", () => s.GetRequiredService<AgentConfigs>().Count, s.GetRequiredService<FleetOptions>().MaxConfigs))
        .AddHostedService<RestoreConfigs>()
        .AddHostedService<PushClock>();

    private static IConfigStore StoreOf(FleetOptions fleet) => fleet.ConfigPath.Length > 0 ? new FileConfigStore(fleet.ConfigPath) : new NoConfigStore();
}
