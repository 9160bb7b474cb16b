using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;

namespace CleanLite.Infrastructure.Ingest;

/// <summary>Whether batches are taken: a server that turns them away for now is degraded, not ill.</summary>
internal sealed class IngestHealth(IngestMetrics metrics) : IHealthProbe
{
    /// <summary>How long after the last batch answered RETRY the server counts as overloaded.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    public string Name => "ingest";

    public HealthReading Read() => metrics.SinceLastRetry is { } since && since < Memory
        ? HealthReading.Degraded($"Overloaded: {metrics.Retries} batches have been answered RETRY since the start, the last within 10 s.")
        : HealthReading.Healthy($"{metrics.Totals.Batches} batches taken.");
}
