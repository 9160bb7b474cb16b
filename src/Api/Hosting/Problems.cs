namespace CleanLite.Api.Hosting;

/// <summary>Errors of the HTTP API: RFC 9457 problem documents with a stable <c>code</c>.</summary>
internal static class Problems
{
    /// <summary>The request is wrong: 400.</summary>
    public static IResult BadRequest(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>What was asked for does not exist: 404.</summary>
    public static IResult NotFound(string code, string detail) => Of(StatusCodes.Status404NotFound, code, detail);

    /// <summary>An agent's credential that is not for this agent: 403.</summary>
    public static IResult ForeignAgent { get; } = Of(StatusCodes.Status403Forbidden, "foreign_agent", "The token is not for this agent.");

    /// <summary>Any problem.</summary>
    public static IResult Of(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
