using System.Diagnostics.Metrics;
using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using CleanLite.Application.Operations;

namespace CleanLite.Infrastructure.LatestState;

/// <summary>What the latest state counts: live series, their limit, those that left.</summary>
internal sealed class LatestStateMetrics
{
    private readonly Counter<long> _evicted;

    public LatestStateMetrics(IMeterFactory factory, ILatestStateStore store, IngestOptions options)
    {
        var meter = factory.Create(CleanLiteMeter.Name);
        _evicted = meter.CreateCounter<long>("cleanlite.series.evicted", "{series}", "Series that left because they had no new point.");
        meter.CreateObservableGauge("cleanlite.series", () => store.SeriesCount, "{series}", "Live series.");
        meter.CreateObservableGauge("cleanlite.series.limit", () => options.MaxSeries, "{series}", "Live series that the server may have.");
    }

    public void Evicted() => _evicted.Add(1);
}
