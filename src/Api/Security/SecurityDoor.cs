namespace CleanLite.Api.Security;

/// <summary>Who may come in: what stands before every other door.</summary>
internal static class SecurityDoor
{
    public static IServiceCollection AddSecurityDoor(this IServiceCollection services) => services.AddSingleton<AccessCheck>();

    /// <summary>Headers on every answer, then the host's name, then credentials.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<AccessGuard>();
    }
}
