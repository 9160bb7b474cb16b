using CleanLite.Application.LatestState;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Tests.Ingest;

/// <summary>Takes every series, or none; a substitute cannot stand in where spans are passed.</summary>
internal sealed class FakeAgentSeries : IAgentSeries
{
    /// <summary>Why no series is taken, or null.</summary>
    public string? Full { get; set; }

    public int Count { get; private set; }

    public Series? Find(ReadOnlySpan<byte> fingerprint, int index) => null;

    public Series? Find(SeriesDefinition definition) => null;

    public Series? FindOrAdd(SeriesDefinition definition, ReadOnlySpan<byte> fingerprint, int index, out string? refusal)
    {
        refusal = Full;
        return Full is null ? new Series(Count++, AgentId.Parse("web-1"), definition) : null;
    }
}
