using CleanLite.Application.Security;
using Grpc.Core;

namespace CleanLite.Api.Security;

/// <summary>Whether a call goes on.</summary>
/// <param name="Credential">What it goes on with; null if it is refused.</param>
/// <param name="Why">Why it is refused.</param>
internal sealed record AccessDecision(Credential? Credential, Refusal Why)
{
    /// <summary>The HTTP status of a refusal.</summary>
    public int Status => Why switch
    {
        Refusal.WrongAudience or Refusal.Origin or Refusal.ForeignAgent => StatusCodes.Status403Forbidden,
        Refusal.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status401Unauthorized,
    };

    /// <summary>The same for gRPC.</summary>
    public StatusCode GrpcStatus => Status switch
    {
        StatusCodes.Status403Forbidden => StatusCode.PermissionDenied,
        StatusCodes.Status429TooManyRequests => StatusCode.ResourceExhausted,
        _ => StatusCode.Unauthenticated,
    };

    /// <summary>The stable code of the problem document.</summary>
    public string Code => Why switch
    {
        Refusal.Missing => "no_credentials",
        Refusal.Expired => "credentials_expired",
        Refusal.WrongAudience => "not_allowed",
        Refusal.Origin => "origin_not_allowed",
        Refusal.TooMany => "too_many_failures",
        _ => "unknown_credentials",
    };

    /// <summary>A sentence for a person. It says nothing that the caller did not know.</summary>
    public string Detail => Why switch
    {
        Refusal.Missing => "This call needs a token: Authorization: Bearer ...",
        Refusal.Expired => "The credentials have expired.",
        Refusal.WrongAudience => "These credentials do not open this door.",
        Refusal.Origin => "Pages of this origin may not connect.",
        Refusal.TooMany => "Too many failed attempts came from this address; a correct token is still taken.",
        _ => "The credentials are not known, or no longer.",
    };

    public static AccessDecision Pass(Credential credential) => new(credential, default);

    public static AccessDecision Refuse(Refusal why) => new(null, why);
}
