using CleanLite.Api.Hosting;
using CleanLite.Api.Security;

namespace CleanLite.Api.Live;

/// <summary>The doors of the viewers: <c>/live</c>, and its fallbacks where WebSockets do not get through.</summary>
internal static class LiveRoutes
{
    public static IServiceCollection AddLiveDoor(this IServiceCollection services) => services
        .AddSingleton<OriginPolicy>()
        .AddSingleton<LiveEndpoint>()
        .AddSingleton<EventStreamEndpoint>();

    public static void MapLiveDoor(this IEndpointRouteBuilder routes)
    {
        var sockets = routes.ServiceProvider.GetRequiredService<LiveEndpoint>();
        var eventStreams = routes.ServiceProvider.GetRequiredService<EventStreamEndpoint>();
        routes.MapMethods("/live", [HttpMethods.Get, HttpMethods.Connect], sockets.ServeAsync).RequireViewer();
        routes.MapGet("/live/sse", eventStreams.ServeAsync).RequireViewer();
        routes.MapGet($"{ApiFrame.Root}/latest", LatestEndpoint.GetAsync).RequireViewer();
        routes.MapPost($"{ApiFrame.Root}/paint-delays", PaintDelaysEndpoint.PostAsync).RequireViewer();
    }

    /// <summary>The parameters of a query, each repetition by itself.</summary>
    public static IEnumerable<KeyValuePair<string, string>> PairsOf(IQueryCollection query) =>
        query.SelectMany(p => p.Value.Select(v => KeyValuePair.Create(p.Key, v ?? "")));
}
