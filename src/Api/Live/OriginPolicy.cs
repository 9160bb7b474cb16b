using CleanLite.Application.Security;

namespace CleanLite.Api.Live;

/// <summary>
/// Which pages may open <c>/live</c> from a browser: those of the server itself and those that the settings name. Browsers send cookies and reach
/// private networks on behalf of any page, and WebSockets know no same-origin rule of their own (RFC 6455, section 10.2).
/// </summary>
internal sealed class OriginPolicy(SecurityOptions security)
{
    /// <summary>True if the request may go on. One without an origin comes from no browser.</summary>
    public bool Allows(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count switch
        {
            0 => true,
            1 => IsOwn(origin[0]!, request) || security.AllowedOrigins.Any(allowed => IsSame(allowed, origin[0]!)),
            _ => false,
        };
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && IsSame(uri.GetLeftPart(UriPartial.Authority), $"{uri.Scheme}://{request.Host.Value}");

    private static bool IsSame(string left, string right) =>
        Uri.TryCreate(left, UriKind.Absolute, out var a)
        && Uri.TryCreate(right, UriKind.Absolute, out var b)
        && Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
