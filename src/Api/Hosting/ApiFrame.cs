using CleanLite.Api.Security;
using Microsoft.AspNetCore.Http.Json;

namespace CleanLite.Api.Hosting;

/// <summary>What holds for every call of the HTTP API.</summary>
internal static class ApiFrame
{
    /// <summary>Where the API lies.</summary>
    public const string Root = "/api/v1";

    public static IServiceCollection AddApiFrame(this IServiceCollection services) =>
        services.Configure<JsonOptions>(json => ApiJson.Configure(json.SerializerOptions));

    /// <summary>Turns what nobody caught into a problem document that gives nothing away.</summary>
    public static void UseApiFrame(this WebApplication app)
    {
        app.UseExceptionHandler(errors => errors.Run(http =>
            Problems.Of(StatusCodes.Status500InternalServerError, "internal", "The server met an error; its log says more.").ExecuteAsync(http)));
        app.Use(RefuseBadBodiesAsync);
    }

    /// <summary>Answers what no other route does.</summary>
    public static void MapApiFrame(this WebApplication app) => app.Map("/api/{**rest}", (HttpRequest request) =>
        Problems.NotFound("no_such_route", $"There is no {Domain.Text.Excerpt(request.Method)} {Domain.Text.Shown(request.Path, 128)}; docs/operations.md lists the routes.")).RequireViewer();

    // Whoever reads a body finds out that it breaks off, is wrongly chunked or comes too slowly: the caller's fault, not an error of the server.
    private static async Task RefuseBadBodiesAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Problems.Of(e.StatusCode, "malformed", "The body is not whole, or came too slowly.").ExecuteAsync(http).ConfigureAwait(false);
        }
    }
}
