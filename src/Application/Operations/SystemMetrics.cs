using CleanLite.Application.Fleet;
using CleanLite.Application.Live;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Operations;

/// <summary>The operations snapshot (live.md, section 8).</summary>
public sealed record SystemMetrics
{
    /// <summary>What the server has counted about itself.</summary>
    public required OperationsFigures Figures { get; init; }

    /// <summary>How many requests are in flight.</summary>
    public required int ActiveRequests { get; init; }

    /// <summary>What waits, by queue.</summary>
    public required IReadOnlyDictionary<string, long> Queues { get; init; }

    /// <summary>Sums over all batches.</summary>
    public required IngestTotals Ingest { get; init; }

    /// <summary>Batches that were answered RETRY.</summary>
    public required long Retries { get; init; }

    /// <summary>What the live room has counted.</summary>
    public required LiveFigures Live { get; init; }

    /// <summary>Agents by state.</summary>
    public required FleetCounts Agents { get; init; }

    /// <summary>Live series.</summary>
    public required int Series { get; init; }

    /// <summary>Live series that there may be.</summary>
    public required int SeriesLimit { get; init; }

    /// <summary>For each limit how much is in use, under its name, and how much there may be, under its name and <c>Limit</c>.</summary>
    public required IReadOnlyDictionary<string, long> Limits { get; init; }

    /// <summary>What waits in all.</summary>
    public long QueueDepth => Queues.Values.Sum();
}
