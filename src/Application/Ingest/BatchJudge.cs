using CleanLite.Application.LatestState;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>The steps that taking a batch and merely validating it share: name the series, run the rules.</summary>
public sealed class BatchJudge(IngestBatchValidator validator, IngestOptions options)
{
    /// <summary>
    /// Finds or reads each series of the batch, runs the rules, and notes each refusal at its series. Returns every violation in the order of
    /// the batch; one with index -1 refuses the batch whole.
    /// </summary>
    public List<Violation> Judge(BatchColumns batch, IAgentSeries? known)
    {
        var series = batch.Series;

        // A batch over the limits is refused before any of its series is read.
        if (batch.SeriesCount <= options.MaxSeriesPerBatch) Identify(batch, known);
        var verdict = validator.Validate(batch);
        if (verdict.IsValid) return [];

        var violations = verdict.Errors.ConvertAll(IngestBatchValidator.ViolationOf);
        foreach (var violation in violations)
        {
            if (violation.SeriesIndex >= 0) series[violation.SeriesIndex].Refusal = violation;
        }

        return violations;
    }

    /// <summary>The result of a batch of which everything is known.</summary>
    public static BatchResult ResultOf(BatchCounts counts, List<Violation> violations) => new()
    {
        Status = (violations.Count, counts.Rejected, counts.Taken) switch
        {
            (0, _, _) => BatchStatus.Accepted,
            (_, _, 0) => BatchStatus.Rejected,
            _ => BatchStatus.Partial,
        },
        AcceptedPoints = counts.Accepted,
        DuplicatePoints = counts.Duplicate,
        LatePoints = counts.Late,
        RejectedPoints = counts.Rejected,
        Violations = violations.Count <= BatchResult.MaxViolations ? violations : violations[..BatchResult.MaxViolations],
        MoreViolations = Math.Max(0, violations.Count - BatchResult.MaxViolations),
    };

    private void Identify(BatchColumns batch, IAgentSeries? known)
    {
        var series = batch.Series;
        for (var i = 0; i < series.Length; i++)
        {
            ref var column = ref series[i];
            column.Known = known?.Find(batch.FingerprintOf(column), i);
            if (column.Known is not null) continue;
            column.Refusal = batch.Read(column).TryDefine(i, options.LabelLimits, out var definition);
            column.Definition = definition;
        }
    }
}
