using System.Net.Mime;
using CleanLite.Api.Security;
using CleanLite.Application.Operations;

namespace CleanLite.Api.Operations;

/// <summary><c>/health</c>, <c>/health/live</c>, <c>/health/ready</c> (live.md, section 8): no credentials, no cost.</summary>
internal static class HealthEndpoints
{
    private static readonly string Unhealthy = nameof(HealthState.Unhealthy);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health", (HttpContext http, HealthReport report) =>
        {
            var health = report.Now();
            http.Response.Headers.CacheControl = "no-store";
            return Results.Json(health, statusCode: CodeOf(health.Status != Unhealthy));
        }).IsOpen();
        app.MapGet("/health/live", (HealthReport report) =>
        {
            var alive = report.IsAlive;
            return Results.Text(alive ? "live" : "unhealthy", MediaTypeNames.Text.Plain, statusCode: CodeOf(alive));
        }).IsOpen();
        app.MapGet("/health/ready", (HealthReport report) =>
        {
            var readiness = report.Readiness;
            return Results.Text(readiness, MediaTypeNames.Text.Plain, statusCode: CodeOf(readiness == "ready"));
        }).IsOpen();
    }

    private static int CodeOf(bool well) => well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
}
