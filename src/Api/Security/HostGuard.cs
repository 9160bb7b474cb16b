using System.Net;
using CleanLite.Api.Hosting;
using CleanLite.Application.Security;
using CleanLite.Infrastructure.Security;
using Grpc.AspNetCore.Server;

namespace CleanLite.Api.Security;

/// <summary>
/// Answers HTTP only under the server's own names. Where no token is asked for, a foreign page could otherwise have its name resolve to loopback and
/// read everything as its own (DNS rebinding); no origin check can tell.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, Settings settings, Application.Security.ICredentials credentials, SecurityMetrics metrics)
{
    private readonly HashSet<string> _allowed = new(settings.Security.AllowedHosts.Append("localhost").Append(settings.Http.Address), StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets the request pass, or answers 421.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (!IsGuarded || IsGrpc(http) || IsAllowed(http.Request.Host.Host)) return next(http);
        metrics.Refused(Audience.Viewer, Refusal.Host);
        return Problems.Of(
            StatusCodes.Status421MisdirectedRequest, "host_not_allowed", "The server does not answer under this host name; Security:AllowedHosts may name it.").ExecuteAsync(http);
    }

    // Beyond loopback nobody but the operator knows the names. With tokens a foreign page has nothing to show for itself.
    private bool IsGuarded => settings.Security.AllowedHosts.Count > 0
        || (settings.Http.IsLoopback && credentials.AnonymousOf(Audience.Viewer) is not null);

    // Agents reach the server by many names, and no page can call a gRPC method in clear text: browsers speak HTTP/2 over TLS only. The route decides, not the
    // content type, which a page may choose.
    private static bool IsGrpc(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null;

    private bool IsAllowed(string host) => _allowed.Contains(host) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
}
