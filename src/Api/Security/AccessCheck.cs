using CleanLite.Api.Live;
using CleanLite.Application.Security;
using CleanLite.Infrastructure.Security;

namespace CleanLite.Api.Security;

/// <summary>
/// Decides who may enter: a bearer token, a ticket in the query of <c>/live</c>, or the cookie of a login. The first that is there counts; a wrong one is not
/// mended by the next.
/// </summary>
internal sealed class AccessCheck(
    ICredentials credentials, ViewerVouchers vouchers, FailedAttempts failures, SecurityMetrics metrics, OriginPolicy origins, TimeProvider time)
{
    private const string Bearer = "Bearer ";
    private const string TicketParameter = "ticket";
    private const string LivePath = "/live";

    /// <summary>Decides on a request, and counts it if it is refused.</summary>
    public AccessDecision Decide(HttpContext http, AccessRule rule)
    {
        if (credentials.AnonymousOf(rule.Door) is { } anonymous) return AccessDecision.Pass(anonymous);
        var decision = Examine(http.Request, rule);
        return decision.Credential is null ? Refused(http, rule.Door, decision) : decision;
    }

    /// <summary>Decides on a token that came with a login; any will do while none is asked for.</summary>
    public AccessDecision DecideLogin(HttpContext http, string token)
    {
        if (credentials.AnonymousOf(Audience.Viewer) is { } anonymous) return AccessDecision.Pass(anonymous);
        var decision = OfToken(token, AccessRule.Viewers);
        return decision.Credential is null ? Refused(http, Audience.Viewer, decision) : decision;
    }

    private AccessDecision Examine(HttpRequest request, AccessRule rule)
    {
        var authorization = request.Headers.Authorization;
        if (authorization.Count > 0)
        {
            var text = authorization.Count == 1 ? authorization[0]! : "";
            return text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? OfToken(text[Bearer.Length..].Trim(), rule)
                : AccessDecision.Refuse(Refusal.Unknown);
        }

        if (!rule.Admits.Contains(Audience.Viewer)) return AccessDecision.Refuse(Refusal.Missing);
        if (request.Path.StartsWithSegments(LivePath, StringComparison.OrdinalIgnoreCase) && request.Query.TryGetValue(TicketParameter, out var ticket))
        {
            return vouchers.Tickets.TryRedeem(ticket.ToString(), out var credential)
                ? Judge(credential, rule)
                : AccessDecision.Refuse(Refusal.Unknown);
        }

        return SessionCookie.Of(request) is { } session ? OfSession(request, session, rule) : AccessDecision.Refuse(Refusal.Missing);
    }

    private AccessDecision OfToken(string token, AccessRule rule) =>
        credentials.Find(token) is { } credential ? Judge(credential, rule) : AccessDecision.Refuse(Refusal.Unknown);

    // A browser sends the cookie for any page. What acts or stays connected is to come from a page of this server, and browsers always say which it is.
    private AccessDecision OfSession(HttpRequest request, string session, AccessRule rule)
    {
        var acts = request.Headers.Upgrade.Count > 0 || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        if ((acts && request.Headers.Origin.Count == 0) || !origins.Allows(request)) return AccessDecision.Refuse(Refusal.Origin);

        // A session that is no longer known was one once, as a rule.
        return vouchers.Sessions.Find(session) is { } credential ? Judge(credential, rule) : AccessDecision.Refuse(Refusal.Expired);
    }

    private AccessDecision Judge(Credential credential, AccessRule rule) =>
        !credential.IsValid(time.GetUtcNow()) ? AccessDecision.Refuse(Refusal.Expired)
        : !rule.Admits.Contains(credential.Audience) ? AccessDecision.Refuse(Refusal.WrongAudience)
        : AccessDecision.Pass(credential);

    // Only a guess counts against its address: what is missing or was right once is none.
    private AccessDecision Refused(HttpContext http, Audience door, AccessDecision decision)
    {
        metrics.Refused(door, decision.Why);
        if (decision.Why != Refusal.Unknown || failures.TryFail(http.Connection.RemoteIpAddress)) return decision;
        metrics.Refused(door, Refusal.TooMany);
        http.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(failures.RetryAfter.TotalSeconds)}";
        return AccessDecision.Refuse(Refusal.TooMany);
    }
}
