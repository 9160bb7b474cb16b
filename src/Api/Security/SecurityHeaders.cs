using Microsoft.Extensions.Primitives;

namespace CleanLite.Api.Security;

/// <summary>What every HTTP answer tells the browser: run nothing, frame nothing, guess nothing, tell nobody where you came from. A page loosens the first by a policy of its own.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ContentPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private const string TransportSecurity = "max-age=31536000";

    /// <summary>Sees to it that the answer carries the headers, whoever writes it.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        // An error clears what was set before it.
        http.Response.OnStarting(Add, http);
        return next(http);
    }

    private static Task Add(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;

        // gRPC has no use for them, and there they would cost each answer.
        if (headers.ContentType.ToString().StartsWith("application/grpc", StringComparison.Ordinal)) return Task.CompletedTask;
        if (StringValues.IsNullOrEmpty(headers.ContentSecurityPolicy)) headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not no-referrer: a browser then says Origin: null with a form, and the login could not tell this server's page from another.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = TransportSecurity;
        return Task.CompletedTask;
    }
}
