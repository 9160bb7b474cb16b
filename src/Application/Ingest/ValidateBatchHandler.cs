using CleanLite.Application.Fleet;
using CleanLite.Application.LatestState;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>Answers <see cref="ValidateBatchQuery"/>: the same rules against the same state, with nothing kept.</summary>
public sealed class ValidateBatchHandler(IAgentRegistry agents, BatchJudge judge, ILatestStateStore latest, IngestOptions options)
    : IRequestHandler<ValidateBatchQuery, BatchResult>
{
    /// <inheritdoc/>
    public async Task<BatchResult> Handle(ValidateBatchQuery request, CancellationToken cancellationToken)
    {
        using var turn = await agents.PeekAsync(request.Agent, cancellationToken).ConfigureAwait(false);
        var batch = request.Columns;
        var violations = judge.Judge(batch, turn?.Series);
        return violations is [{ SeriesIndex: -1 } whole]
            ? BatchResult.RejectedWhole(batch.Points, whole.Code, whole.Detail)
            : BatchJudge.ResultOf(CountOf(batch, turn?.Series, violations), violations);
    }

    private BatchCounts CountOf(BatchColumns batch, IAgentSeries? known, List<Violation> violations)
    {
        var counts = default(BatchCounts);
        var fresh = new Dictionary<(MetricName, LabelSet), NewestPoint>();
        var room = Math.Min(options.MaxSeriesPerAgent - (known?.Count ?? 0), options.MaxSeries - latest.SeriesCount);
        for (var i = 0; i < batch.Series.Length; i++)
        {
            ref readonly var column = ref batch.Series[i];
            if (column.Refusal is not null)
            {
                counts.Reject(column.Points);
                continue;
            }

            var series = column.Known ?? known?.Find(column.Definition!);
            var key = series is null ? (column.Definition!.Metric, column.Definition.Labels) : (series.Metric, series.Labels);
            if (series is null && !fresh.ContainsKey(key) && fresh.Count >= room)
            {
                violations.Add(new Violation(ViolationCode.SeriesLimit, i, key.Metric.Value, "There is no room for another live series."));
                counts.Reject(column.Points);
                continue;
            }

            CountPoints(batch, column, series, key, fresh, ref counts);
        }

        return counts;
    }

    // Remembers the newest point of each series within the batch, which taking the batch would have kept.
    private void CountPoints(
        BatchColumns batch,
        in SeriesColumn column,
        Series? series,
        (MetricName, LabelSet) key,
        Dictionary<(MetricName, LabelSet), NewestPoint> fresh,
        ref BatchCounts counts)
    {
        for (var p = 0; p < column.TimestampCount; p++)
        {
            var (timestamp, value) = (batch.Timestamps[column.TimestampStart + p], batch.Values[column.ValueStart + p]);
            var verdict = fresh.TryGetValue(key, out var newest) || series is null
                ? newest.Judge(timestamp, value)
                : latest.Judge(series, timestamp, value);
            counts.Add(verdict);
            if (verdict == PointVerdict.New) fresh[key] = new NewestPoint(timestamp, value);
        }
    }
}
