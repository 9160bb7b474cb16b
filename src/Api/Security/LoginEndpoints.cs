using CleanLite.Api.Hosting;
using CleanLite.Api.Live;
using CleanLite.Infrastructure.Security;

namespace CleanLite.Api.Security;

/// <summary><c>/login</c>, <c>/logout</c> and <c>POST /api/v1/tickets</c>: what viewers hold in place of their token.</summary>
internal static class LoginEndpoints
{
    private const string LoginPath = "/login";
    private const int MaxFormBytes = 4_096;

    public static void MapLogin(this WebApplication app)
    {
        var page = new LoginPage(Path.Combine(app.Environment.ContentRootPath, "wwwroot"));
        app.MapGet(LoginPath, (HttpResponse response) => page.Show(response, StatusCodes.Status200OK, null)).IsOpen();
        app.MapPost(LoginPath, (HttpContext http, AccessCheck check, ViewerVouchers vouchers, OriginPolicy origins) =>
            LogInAsync(http, page, check, vouchers, origins)).IsOpen();
        app.MapPost("/logout", LogOut).IsOpen();
        app.MapPost($"{ApiFrame.Root}/tickets", IssueTicket).RequireViewer();
    }

    private static async Task<IResult> LogInAsync(HttpContext http, LoginPage page, AccessCheck check, ViewerVouchers vouchers, OriginPolicy origins)
    {
        if (!origins.Allows(http.Request)) return Problems.Of(StatusCodes.Status403Forbidden, "origin_not_allowed", "Pages of this origin may not log in here.");
        if (!http.Request.HasFormContentType) return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "not_a_form", "The body is to be a form with a field 'token'.");
        if (http.Request.ContentLength is null or > MaxFormBytes)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", $"The form is larger than {MaxFormBytes} bytes, as many as are allowed.");

        var form = await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        var decision = check.DecideLogin(http, form["token"].ToString().Trim());
        if (decision.Credential is null) return page.Show(http.Response, decision.Status, decision.Detail);
        SessionCookie.Set(http, vouchers.Sessions.Issue(decision.Credential), vouchers.Sessions.Lifetime);
        return SeeOther(http, ReturnPath.Of(http.Request.Query["next"]));
    }

    private static IResult LogOut(HttpContext http, ViewerVouchers vouchers)
    {
        if (SessionCookie.Of(http.Request) is { } session) vouchers.Sessions.TryRedeem(session, out _);
        SessionCookie.Clear(http);
        return SeeOther(http, LoginPath);
    }

    private static IResult IssueTicket(HttpContext http, ViewerVouchers vouchers)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new TicketView(vouchers.Tickets.Issue(http.Credential()), (long)ViewerVouchers.TicketLifetime.TotalMilliseconds));
    }

    // After a form: the browser fetches the next page with GET, and going back does not send the form again.
    private static IResult SeeOther(HttpContext http, string path)
    {
        http.Response.Headers.Location = path;
        return Results.Text("See there.", statusCode: StatusCodes.Status303SeeOther);
    }
}
