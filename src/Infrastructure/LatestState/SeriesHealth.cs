using CleanLite.Application.Ingest;
using CleanLite.Application.LatestState;
using CleanLite.Application.Operations;

namespace CleanLite.Infrastructure.LatestState;

/// <summary>Whether there is room for another series.</summary>
internal sealed class SeriesHealth(ILatestStateStore latest, IngestOptions options) : IHealthProbe
{
    public string Name => "series";

    public HealthReading Read() => latest.SeriesCount < options.MaxSeries
        ? HealthReading.Healthy($"{latest.SeriesCount} live series.")
        : HealthReading.Degraded($"{latest.SeriesCount} live series, as many as there may be: new ones are refused.");
}
