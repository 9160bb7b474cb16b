using CleanLite.Application.Fleet;
using CleanLite.Application.LatestState;
using CleanLite.Application.Live;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Application.Ingest;

/// <summary>
/// Takes a batch (the walk of one point, steps 2, 3 and 8): one batch of an agent at a time, so that looking up its number and applying it
/// are one step, and the points of a series stay in order all the way to the viewers.
/// </summary>
public sealed class IngestBatchHandler(
    IAgentRegistry agents,
    BatchJudge judge,
    ILatestStateStore latest,
    IMetricBroadcaster broadcaster,
    IPublisher publisher,
    IngestMetrics metrics,
    IngestOptions options) : IRequestHandler<IngestBatchCommand, IngestBatchAnswer>
{
    /// <inheritdoc/>
    public async Task<IngestBatchAnswer> Handle(IngestBatchCommand request, CancellationToken cancellationToken)
    {
        var started = metrics.Begin();
        using var turn = await agents.EnterAsync(request.Origin, cancellationToken).ConfigureAwait(false);
        if (turn is null)
            return new IngestBatchAnswer(null, 0);
        if (!turn.IsCurrent)
            return new IngestBatchAnswer(null, turn.Ledger?.Last ?? 0);

        var result = request.Origin is BatchOrigin.FromSession session
            ? await TakeNumberedAsync(turn, session.Sequence, session.Connection.Hello.AgentId, request.Columns, cancellationToken).ConfigureAwait(false)
            : await TakeAsync(turn, ((BatchOrigin.FromCall)request.Origin).Agent, request.Columns, [], cancellationToken).ConfigureAwait(false);
        turn.Count(result);
        metrics.Answered(result, started);
        return new IngestBatchAnswer(result, turn.Ledger?.Last ?? 0);
    }

    private async ValueTask<BatchResult> TakeNumberedAsync(
        IAgentTurn turn, ulong sequence, AgentId agent, BatchColumns batch, CancellationToken cancellation)
    {
        var ledger = turn.Ledger!;
        switch (ledger.Judge(sequence))
        {
            case SequenceVerdict.Duplicate:
                return BatchResult.DuplicateOf(batch.Points);
            case SequenceVerdict.AfterRetry:
                ledger.Owe(sequence);
                return BatchResult.RetryAfter(options.RetryAfterMs);
            case SequenceVerdict.Bad:
                return await RefuseNumberAsync(turn, sequence, agent, batch, cancellation).ConfigureAwait(false);
            case var verdict:
                List<Violation> hole = verdict == SequenceVerdict.AfterGap ? [HoleBefore(sequence, ledger.Last)] : [];
                var result = await TakeAsync(turn, agent, batch, hole, cancellation).ConfigureAwait(false);
                if (result.Status == BatchStatus.Retry) ledger.Owe(sequence);
                else ledger.Settle(sequence);
                return result;
        }
    }

    private async ValueTask<BatchResult> TakeAsync(
        IAgentTurn turn, AgentId agent, BatchColumns batch, List<Violation> remarks, CancellationToken cancellation)
    {
        var violations = judge.Judge(batch, turn.Series);
        if (violations is [{ SeriesIndex: -1 } whole])
        {
            await TellRefusedAsync(turn, agent, batch, violations, batch.Points, cancellation).ConfigureAwait(false);
            return BatchResult.RejectedWhole(batch.Points, whole.Code, whole.Detail);
        }

        var points = batch.Points;
        if (!broadcaster.TryReserve(points)) return BatchResult.RetryAfter(options.RetryAfterMs);
        try
        {
            var counts = await ApplyAsync(turn, batch, violations, cancellation).ConfigureAwait(false);
            if (violations.Count > 0)
                await TellRefusedAsync(turn, agent, batch, violations, counts.Rejected, cancellation).ConfigureAwait(false);
            var result = BatchJudge.ResultOf(counts, violations);
            return remarks.Count == 0 ? result : result with { Violations = [.. remarks, .. result.Violations.Take(BatchResult.MaxViolations - 1)] };
        }
        finally
        {
            broadcaster.Release(points);
        }
    }

    private async ValueTask<BatchCounts> ApplyAsync(
        IAgentTurn turn, BatchColumns batch, List<Violation> violations, CancellationToken cancellation)
    {
        var counts = default(BatchCounts);
        for (var i = 0; i < batch.Series.Length; i++)
        {
            if (SeriesOf(turn, batch, i, violations) is not { } series)
            {
                counts.Reject(batch.Series[i].Points);
                continue;
            }

            var (timestamps, values, count) = (batch.Series[i].TimestampStart, batch.Series[i].ValueStart, batch.Series[i].TimestampCount);
            for (var p = 0; p < count; p++)
            {
                var (timestamp, value) = (batch.Timestamps[timestamps + p], batch.Values[values + p]);
                var verdict = latest.Judge(series, timestamp, value);
                counts.Add(verdict);
                if (verdict != PointVerdict.New) continue;

                // Both handlers finish at once; awaiting only what has not finished spares the state machine.
                var published = publisher.Publish(new MetricPointAccepted(new MetricPoint(series, timestamp, value)), CancellationToken.None);
                if (!published.IsCompletedSuccessfully) await published.ConfigureAwait(false);
            }
        }

        return counts;
    }

    private static Series? SeriesOf(IAgentTurn turn, BatchColumns batch, int index, List<Violation> violations)
    {
        ref var column = ref batch.Series[index];
        if (column.Refusal is not null) return null;
        if (column.Known is not null) return column.Known;

        var series = turn.Series.FindOrAdd(column.Definition!, batch.FingerprintOf(column), index, out var full);
        if (series is null)
        {
            column.Refusal = new Violation(ViolationCode.SeriesLimit, index, column.Definition!.Metric.Value, full!);
            violations.Add(column.Refusal);
        }

        return series;
    }

    private async ValueTask<BatchResult> RefuseNumberAsync(
        IAgentTurn turn, ulong sequence, AgentId agent, BatchColumns batch, CancellationToken cancellation)
    {
        var last = turn.Ledger!.Last;
        var detail = $"The sequence number {sequence} is not allowed; the next one expected is {last + 1}, "
            + $"and a jump may leave out at most {options.MaxSequenceGap} numbers.";
        var result = BatchResult.RejectedWhole(batch.Points, ViolationCode.BadSequence, detail);
        await TellRefusedAsync(turn, agent, batch, result.Violations, batch.Points, cancellation).ConfigureAwait(false);
        return result;
    }

    private async ValueTask TellRefusedAsync(
        IAgentTurn turn, AgentId agent, BatchColumns batch, IReadOnlyList<Violation> violations, int points, CancellationToken cancellation)
    {
        foreach (var violation in violations)
            metrics.Refused(violation.Code, violation.SeriesIndex < 0 ? points : batch.Series[violation.SeriesIndex].Points);
        await publisher.Publish(new SeriesRefused(agent, turn.AgentVersion, violations, points), cancellation).ConfigureAwait(false);
    }

    private static Violation HoleBefore(ulong sequence, ulong last) => new(
        ViolationCode.BadSequence,
        -1,
        "",
        $"The batch was taken, but numbers {last + 1} to {sequence - 1} never came; announce numbers that will not be sent with Skipped.");
}
