namespace CleanLite.Api.Security;

/// <summary>
/// The cookie of a login: a random session id that scripts cannot read and that no other site's page can have sent. Beside it stands a mark without a
/// secret, which says to the page's script that there is a login to end.
/// </summary>
internal static class SessionCookie
{
    private const string Name = "cleanlite-session";

    // Browsers take a name with this prefix only if it is Secure, for the whole host, and for this host alone.
    private const string SecureName = "__Host-" + Name;

    private const string MarkName = "cleanlite-login";

    /// <summary>The session id; null if there is none.</summary>
    public static string? Of(HttpRequest request) => request.Cookies[NameFor(request)] is { Length: > 0 } id ? id : null;

    /// <summary>Has the browser keep <paramref name="session"/>.</summary>
    public static void Set(HttpContext http, string session, TimeSpan lifetime)
    {
        http.Response.Cookies.Append(NameFor(http.Request), session, OptionsFor(http.Request, lifetime));
        http.Response.Cookies.Append(MarkName, "1", OptionsFor(http.Request, lifetime, readable: true));
    }

    /// <summary>Has the browser forget it.</summary>
    public static void Clear(HttpContext http)
    {
        http.Response.Cookies.Delete(NameFor(http.Request), OptionsFor(http.Request, null));
        http.Response.Cookies.Delete(MarkName, OptionsFor(http.Request, null, readable: true));
    }

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : Name;

    private static CookieOptions OptionsFor(HttpRequest request, TimeSpan? lifetime, bool readable = false) => new()
    {
        HttpOnly = !readable,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        Path = "/",
        MaxAge = lifetime,
    };
}
