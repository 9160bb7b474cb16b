using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Operations;

/// <summary>One log line every 10 s while there is traffic.</summary>
internal sealed partial class TrafficSummary(
    IngestMetrics ingest, IAgentRegistry agents, ILatestStateStore latest, ILogger<TrafficSummary> logger, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var before = ingest.Totals;
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            var now = ingest.Totals;
            if (now != before) Say(before, now);
            before = now;
        }
    }

    [LoggerMessage(1004, LogLevel.Information, "{PointsPerSecond} points/s from {Agents} agents, {Series} series; last 10 s: {Accepted} accepted, {Duplicate} duplicate, {Late} late, {Rejected} rejected")]
    private static partial void Traffic(
        ILogger logger, long pointsPerSecond, int agents, int series, long accepted, long duplicate, long late, long rejected);

    private void Say(IngestTotals before, IngestTotals now) => Traffic(
        logger,
        (now.Received - before.Received) / (long)Every.TotalSeconds,
        agents.Count().Present,
        latest.SeriesCount,
        now.Accepted - before.Accepted,
        now.Duplicate - before.Duplicate,
        now.Late - before.Late,
        now.Rejected - before.Rejected);
}
