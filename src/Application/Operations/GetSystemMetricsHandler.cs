using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using CleanLite.Application.Live;
using MediatR;

namespace CleanLite.Application.Operations;

/// <summary>Gathers the operations snapshot from where the figures are.</summary>
public sealed class GetSystemMetricsHandler(
    IOperationsReader operations,
    IRequestTracker requests,
    IEnumerable<IQueueProbe> queues,
    IEnumerable<LimitProbe> limits,
    IngestMetrics ingest,
    ILiveFigures live,
    IAgentRegistry agents,
    ILatestStateStore latest,
    IngestOptions options) : IRequestHandler<GetSystemMetricsQuery, SystemMetrics>
{
    /// <inheritdoc/>
    public Task<SystemMetrics> Handle(GetSystemMetricsQuery request, CancellationToken cancellationToken) => Task.FromResult(new SystemMetrics
    {
        Figures = operations.Read(),
        ActiveRequests = requests.Count,
        Queues = queues.ToDictionary(q => q.Name, q => q.Depth),
        Ingest = ingest.Totals,
        Retries = ingest.Retries,
        Live = live.Read(),
        Agents = agents.Count(),
        Series = latest.SeriesCount,
        SeriesLimit = options.MaxSeries,
        Limits = limits.SelectMany(NumbersOf).ToDictionary(),
    });

    private static IEnumerable<KeyValuePair<string, long>> NumbersOf(LimitProbe limit) => [new(limit.Name, limit.InUse()), new($"{limit.Name}Limit", limit.Limit)];
}
