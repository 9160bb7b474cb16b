namespace CleanLite.Api.Live;

/// <summary>The door of the viewers.</summary>
internal static class LiveRoutes
{
    public static IServiceCollection AddLiveDoor(this IServiceCollection services) => services
        .AddSingleton<OriginPolicy>()
        .AddSingleton<LiveEndpoint>();

    public static void MapLiveDoor(this IEndpointRouteBuilder routes)
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<LiveEndpoint>();
        routes.MapMethods("/live", [HttpMethods.Get, HttpMethods.Connect], endpoint.ServeAsync);
    }
}
