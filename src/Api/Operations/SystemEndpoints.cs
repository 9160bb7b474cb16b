using CleanLite.Api.Hosting;
using CleanLite.Api.Security;
using CleanLite.Application;
using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using MediatR;

namespace CleanLite.Api.Operations;

/// <summary><c>GET /api/v1/system/metrics</c>, <c>/events</c>, <c>/active-requests</c> (live.md, section 8).</summary>
internal static class SystemEndpoints
{
    public static void MapSystem(this WebApplication app)
    {
        app.MapGet($"{ApiFrame.Root}/system/metrics", MetricsAsync).RequireViewer();
        app.MapGet($"{ApiFrame.Root}/system/events", EventsAsync).RequireViewer();
        app.MapGet($"{ApiFrame.Root}/system/active-requests", ActiveRequestsAsync).RequireViewer();
    }

    private static async Task<SystemMetricsView> MetricsAsync(ISender sender, CancellationToken cancellation) =>
        (await sender.Send(new GetSystemMetricsQuery(), cancellation).ConfigureAwait(false)).ToView();

    private static async Task<IResult> EventsAsync(HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        if (!request.Query.TryWords("level", Enum.GetValues<Severity>(), out var levels, out var problem)) return problem;
        if (!request.Query.TryLimit(GetSystemEventsQuery.DefaultLimit, GetSystemEventsQuery.MaxLimit, out var limit, out problem)) return problem;
        var events = await sender.Send(new GetSystemEventsQuery(levels, limit), cancellation).ConfigureAwait(false);
        return Results.Ok(new Page<SystemEventView>([.. events.Select(SystemViews.ToView)]));
    }

    private static async Task<IResult> ActiveRequestsAsync(HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        if (!request.Query.TryLimit(GetActiveRequestsQuery.DefaultLimit, GetActiveRequestsQuery.MaxLimit, out var limit, out var problem)) return problem;
        var requests = await sender.Send(new GetActiveRequestsQuery(limit), cancellation).ConfigureAwait(false);
        return Results.Ok(new Page<ActiveRequestView>([.. requests.Select(SystemViews.ToView)]));
    }
}
