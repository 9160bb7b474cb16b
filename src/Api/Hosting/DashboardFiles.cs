using Microsoft.Net.Http.Headers;

namespace CleanLite.Api.Hosting;

/// <summary>
/// Serves the page: its files, compressed ahead of time, and itself at every address that is one of its views, so that a link into it works.
/// Everything else goes on to the next door.
/// </summary>
internal sealed class DashboardFiles(RequestDelegate next, DashboardFolder folder)
{
    /// <summary>Scripts, styles and connections of this server only, nothing inline, no frames: what comes from outside stays text.</summary>
    public const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string KeepForEver = "public, max-age=31536000, immutable";
    private const string AskEachTime = "no-cache";

    private static readonly HashSet<string> Views = new(StringComparer.Ordinal)
    {
        "/", "/index.html", "/explore", "/feed", "/rejects", "/connect", "/status", "/wall",
    };

    /// <summary>Where programs ask.</summary>
    private static readonly PathString[] Doors = ["/api", "/live", "/agent", "/health", "/metrics"];

    /// <summary>Answers a request for the page, or passes it on.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (!isRead || http.GetEndpoint() is not null) return next(http);
        var path = http.Request.Path.Value ?? "";
        var file = IsView(path) ? folder.Page : folder.Find(path);
        if (file is null && folder.Page is { } page && IsLostReader(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            file = page;
        }

        return file is null ? next(http) : AnswerAsync(http, file);
    }

    /// <summary>A person with an address that is mistyped: the page says so and leads on.</summary>
    private static bool IsLostReader(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        && !Doors.Any(door => request.Path.StartsWithSegments(door, StringComparison.Ordinal));

    private static bool IsView(string path) =>
        Views.Contains(path) || (path.StartsWith("/agents/", StringComparison.Ordinal) && path.Length > "/agents/".Length);

    private static Task AnswerAsync(HttpContext http, DashboardFile file)
    {
        var (body, encoding) = file.For(http.Request.Headers.AcceptEncoding.ToString());
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = file.IsImmutable ? KeepForEver : AskEachTime;
        headers.ETag = file.Tag;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(file.Tag, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = file.ContentType;
        headers.ContentLength = body.Length;
        if (encoding is not null) headers.ContentEncoding = encoding;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
