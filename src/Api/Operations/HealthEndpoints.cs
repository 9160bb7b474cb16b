using System.Net.Mime;

namespace CleanLite.Api.Operations;

/// <summary><c>/health</c>, <c>/health/live</c>, <c>/health/ready</c> (live.md, section 8): no credentials, no cost.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health", (HttpContext http, HealthReport report) =>
        {
            var health = report.Now();
            http.Response.Headers.CacheControl = "no-store";
            return Results.Json(health, statusCode: health.Status == HealthReport.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        });
        app.MapGet("/health/live", () => Results.Text("live", MediaTypeNames.Text.Plain));
        app.MapGet("/health/ready", (ServerLifecycle server) => server.IsReady
            ? Results.Text("ready", MediaTypeNames.Text.Plain)
            : Results.Text(server.IsDraining ? "draining" : "starting", MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
