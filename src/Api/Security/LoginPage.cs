using CleanLite.Api.Hosting;

namespace CleanLite.Api.Security;

/// <summary>The page that takes a viewer's token: a form and no script. It posts to its own address, so that <c>next</c> stays in the query.</summary>
internal sealed class LoginPage(string webRoot)
{
    /// <summary>As <see cref="DashboardFiles.ContentPolicy"/>, without scripts and with one form.</summary>
    public const string ContentPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string FaultMark = "<!-- fault -->";

    private readonly string _page = File.ReadAllText(Path.Combine(webRoot, "login", "login.html"));

    /// <summary>The page; above the form stands what was wrong, a sentence of the server's own.</summary>
    public IResult Show(HttpResponse response, int status, string? fault)
    {
        response.Headers.ContentSecurityPolicy = ContentPolicy;
        response.Headers.CacheControl = "no-store";
        var page = fault is null ? _page : _page.Replace(FaultMark, $"<p role=\"alert\">{fault}</p>", StringComparison.Ordinal);
        return Results.Content(page, "text/html; charset=utf-8", statusCode: status);
    }
}
