using CleanLite.Domain.Ingest;
using Wire = CleanLite.V1;

namespace CleanLite.Api.Ingest;

/// <summary>Results as the wire has them; the numbers of the enumerations are the same on both sides.</summary>
internal static class ResultMessages
{
    public static Wire.BatchResult ToMessage(this BatchResult result)
    {
        var message = new Wire.BatchResult
        {
            Status = (Wire.BatchStatus)result.Status,
            AcceptedPoints = (uint)result.AcceptedPoints,
            DuplicatePoints = (uint)result.DuplicatePoints,
            LatePoints = (uint)result.LatePoints,
            RejectedPoints = (uint)result.RejectedPoints,
            MoreViolations = (uint)result.MoreViolations,
            RetryAfterMs = (uint)result.RetryAfterMs,
        };
        foreach (var violation in result.Violations) message.Violations.Add(violation.ToMessage());
        return message;
    }

    private static Wire.Violation ToMessage(this Violation violation) => new()
    {
        Code = (Wire.Violation.Types.Code)violation.Code,
        SeriesIndex = violation.SeriesIndex,
        Metric = violation.Metric,
        Detail = violation.Detail,
    };
}
