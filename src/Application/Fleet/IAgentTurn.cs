using CleanLite.Application.LatestState;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Fleet;

/// <summary>The exclusive right to apply one batch of one agent; others of the same agent wait until it is disposed.</summary>
public interface IAgentTurn : IDisposable
{
    /// <summary>False if the batch came over a stream that is no longer the agent's current one.</summary>
    bool IsCurrent { get; }

    /// <summary>The version of the agent's software; empty if unknown.</summary>
    string AgentVersion { get; }

    /// <summary>The numbers of the session; null for a batch without one.</summary>
    SequenceLedger? Ledger { get; }

    /// <summary>The agent's series.</summary>
    IAgentSeries Series { get; }

    /// <summary>Adds to what the agent has been answered in all.</summary>
    void Count(BatchResult result);
}
