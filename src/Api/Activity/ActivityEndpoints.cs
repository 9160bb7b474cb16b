using System.Text.Json;
using CleanLite.Api.Hosting;
using CleanLite.Api.Security;
using CleanLite.Application.Activity;
using MediatR;
using Microsoft.Extensions.Primitives;

namespace CleanLite.Api.Activity;

/// <summary><c>GET /api/v1/events</c> (live.md, section 8).</summary>
internal static class ActivityEndpoints
{
    public static void MapActivity(this WebApplication app) => app.MapGet($"{ApiFrame.Root}/events", async (HttpContext http, ISender sender) =>
    {
        http.Response.Headers.CacheControl = "no-store";
        return ResultOf(await sender.Send(QueryOf(http.Request.Query), http.RequestAborted).ConfigureAwait(false));
    }).RequireViewer();

    private static GetEventsQuery QueryOf(IQueryCollection query) => new()
    {
        Channels = Words(query["channel"]),
        Types = All(query["type"]),
        Severities = Words(query["severity"]),
        Agents = All(query["agent"]),
        Subjects = All(query["subject"]),
        From = query["from"],
        To = query["to"],
        After = query["after"],
        AfterOffset = query["afterOffset"],
        Limit = query["limit"],
    };

    private static string[] All(StringValues values) => [.. values.Where(v => !string.IsNullOrEmpty(v)).Select(v => v!)];

    private static string[] Words(StringValues values) =>
        [.. All(values).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static IResult ResultOf(GetEventsAnswer answer) => answer switch
    {
        GetEventsAnswer.Found found => Results.Json(new EventPage([.. found.Page.Items.Select(EventItem.Of)], found.Page.Next)),
        GetEventsAnswer.Refused refused => Problems.BadRequest(
            "bad_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(refused.Faults[0].Parameter), string.Join(' ', refused.Faults.Select(f => f.Detail))),
        GetEventsAnswer.Unavailable unavailable => Problems.Of(StatusCodes.Status503ServiceUnavailable, "log_unavailable", unavailable.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };
}
