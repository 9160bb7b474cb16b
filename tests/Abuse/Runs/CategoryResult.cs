namespace CleanLite.Abuse.Runs;

/// <summary>What one category came to.</summary>
/// <param name="Name">Of the category.</param>
/// <param name="Cases">Cases played.</param>
/// <param name="Unexpected">Those that ended otherwise than expected.</param>
/// <param name="Misses">Everything else that was missed, and the first examples of what was unexpected.</param>
/// <param name="Notes">Figures of the category's own.</param>
/// <param name="Batches">The neighbour's batches meanwhile, and those of siblings on the connections under attack.</param>
/// <param name="DelayP99Ms">The neighbour's delay from its agent to its viewer, 99th percentile.</param>
/// <param name="MemoryBefore">Resident megabytes of the server before, after a full collection.</param>
/// <param name="MemoryAfter">The same afterwards.</param>
/// <param name="Cores">Cores that the server used meanwhile.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record CategoryResult(
    string Name,
    int Cases,
    int Unexpected,
    IReadOnlyList<string> Misses,
    IReadOnlyList<string> Notes,
    long Batches,
    long DelayP99Ms,
    double MemoryBefore,
    double MemoryAfter,
    double Cores,
    double Seconds);
