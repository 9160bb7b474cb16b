using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Ingest;

/// <summary>One refusal, with a sentence on how to mend it.</summary>
internal sealed record RejectView(
    string Agent, string AgentVersion, ViolationCode Code, int SeriesIndex, string Metric, string Detail, string Hint, long At)
{
    public static RejectView Of(RejectedSeries rejected) => new(
        rejected.Agent.Value,
        rejected.AgentVersion,
        rejected.Violation.Code,
        rejected.Violation.SeriesIndex,
        rejected.Violation.Metric,
        rejected.Violation.Detail,
        ViolationHints.Of(rejected.Violation.Code),
        rejected.AtUnixMs);
}
