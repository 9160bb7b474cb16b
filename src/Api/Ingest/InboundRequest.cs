using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Ingest;

/// <summary>An <c>IngestRequest</c>, as columns; or bytes that are none.</summary>
internal sealed class InboundRequest : IDisposable
{
    /// <summary>Why the bytes are no request; <see cref="WireFault.None"/> if they are one.</summary>
    public WireFault Fault { get; init; }

    /// <summary>The agent's name as it came; what was not valid UTF-8 is replaced by U+FFFD.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The labels as they came.</summary>
    public Label[] Labels { get; init; } = [];

    /// <summary>True if a label was not valid UTF-8.</summary>
    public bool HasInvalidText { get; init; }

    /// <summary>The series.</summary>
    public required BatchColumns Batch { get; init; }

    public void Dispose() => Batch.Dispose();
}
