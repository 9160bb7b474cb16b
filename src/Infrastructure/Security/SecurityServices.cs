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
        .AddSingleton<FailedAttempts>()
        .AddHostedService<SecurityClock>();
}
