using CleanLite.Application.Operations;
using CleanLite.Application.Security;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Infrastructure.Security;

internal static class SecurityServices
{
    public static IServiceCollection AddSecurity(this IServiceCollection services) => services
        .AddSingleton<SecurityMetrics>()
        .AddSingleton<Credentials>()
        .AddSingleton<ICredentials>(s => s.GetRequiredService<Credentials>())
        .AddSingleton<ViewerVouchers>()
        .AddSingleton(s => new LimitProbe("logins", () => s.GetRequiredService<ViewerVouchers>().Sessions.Count, s.GetRequiredService<SecurityOptions>().MaxSessions))
        .AddSingleton(s => new LimitProbe("tickets", () => s.GetRequiredService<ViewerVouchers>().Tickets.Count, s.GetRequiredService<SecurityOptions>().MaxTickets))
        .AddSingleton<FailedAttempts>()
        .AddHostedService<SecurityClock>();
}
