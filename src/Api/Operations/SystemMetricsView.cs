namespace CleanLite.Api.Operations;

/// <summary>The operations snapshot.</summary>
internal sealed record SystemMetricsView(
    long MessagesProcessed,
    long Errors,
    int ActiveRequests,
    double UptimeSeconds,
    long QueueDepth,
    ModelCallsView ModelCalls,
    IngestView Ingest,
    LiveView Live,
    FleetView Fleet,
    IReadOnlyDictionary<string, long> Queues,
    IReadOnlyDictionary<string, long> Limits);
