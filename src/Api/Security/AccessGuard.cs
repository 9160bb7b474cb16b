using CleanLite.Api.Hosting;
using CleanLite.Api.Ingest;
using Grpc.AspNetCore.Server;

namespace CleanLite.Api.Security;

/// <summary>Stands before every endpoint, when nothing of the request but its head has been read, and lets in whom the endpoint's <see cref="AccessRule"/> admits.</summary>
internal sealed class AccessGuard(RequestDelegate next, AccessCheck check)
{
    /// <summary>Lets the request pass, or answers it.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        // What no endpoint serves is a file of the page, or not there.
        if (http.GetEndpoint() is not { } endpoint) return next(http);
        var rule = endpoint.Metadata.GetMetadata<AccessRule>() ?? AccessRule.Viewers;
        if (rule.Admits.Count == 0) return next(http);

        var decision = check.Decide(http, rule);
        if (decision.Credential is null) return RefuseAsync(http, endpoint, decision);
        http.Features.Set(decision.Credential);
        return next(http);
    }

    private static Task RefuseAsync(HttpContext http, Endpoint endpoint, AccessDecision decision)
    {
        if (endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null)
            return GrpcEntrance.RefuseAsync(http, decision.GrpcStatus, decision.Detail);
        if (decision.Status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer realm=\"CleanLite\"";
        return Problems.Of(decision.Status, decision.Code, decision.Detail).ExecuteAsync(http);
    }
}
