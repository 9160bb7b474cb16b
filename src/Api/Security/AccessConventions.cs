using CleanLite.Application.Security;
using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Security;
using Microsoft.AspNetCore.Http.Features;

namespace CleanLite.Api.Security;

/// <summary>How endpoints declare whom they admit, and how their handlers ask who came.</summary>
internal static class AccessConventions
{
    /// <summary>Anybody may come in.</summary>
    public static T IsOpen<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(AccessRule.Open);

    /// <summary>Agents may.</summary>
    public static T RequireAgent<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(AccessRule.Agents);

    /// <summary>Viewers may.</summary>
    public static T RequireViewer<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(AccessRule.Viewers);

    /// <summary>Both may; the handler asks <see cref="MaySpeakFor"/> before it tells an agent something.</summary>
    public static T RequireAgentOrViewer<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(AccessRule.Either);

    /// <summary>What the caller proved to hold. <see cref="AccessGuard"/> has put it there.</summary>
    public static Credential Credential(this HttpContext http) => http.Features.GetRequiredFeature<Credential>();

    /// <summary>True if the caller may speak for <paramref name="agent"/>, as every viewer may; counts a refusal if not.</summary>
    public static bool MaySpeakFor(this HttpContext http, AgentId agent)
    {
        var credential = http.Credential();
        if (credential.Audience == Audience.Viewer || credential.MaySpeakFor(agent)) return true;
        http.RequestServices.GetRequiredService<SecurityMetrics>().Refused(Audience.Agent, Refusal.ForeignAgent);
        return false;
    }
}
