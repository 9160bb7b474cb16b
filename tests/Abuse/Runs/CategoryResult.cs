using CleanLite.Abuse.Servers;

namespace CleanLite.Abuse.Runs;

/// <summary>What one category came to.</summary>
/// <param name="Name">Of the category.</param>
/// <param name="Cases">Cases played.</param>
/// <param name="OfTheStack">Those that ended as Kestrel ends them, and not as the protocol's paper says.</param>
/// <param name="Unexpected">Those that ended otherwise than expected.</param>
/// <param name="Misses">Everything else that was missed, and the first examples of what was unexpected.</param>
/// <param name="Notes">Figures of the category's own.</param>
/// <param name="Batches">The neighbour's batches meanwhile, and those of siblings on the connections under attack.</param>
/// <param name="Delays">The neighbour's delays from its agent to its viewer.</param>
/// <param name="Memory">What the server holds afterwards.</param>
/// <param name="Cores">Cores that the server used meanwhile.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record CategoryResult(
    string Name,
    int Cases,
    int OfTheStack,
    int Unexpected,
    IReadOnlyList<string> Misses,
    IReadOnlyList<string> Notes,
    long Batches,
    Delays Delays,
    MemoryReading Memory,
    double Cores,
    double Seconds);
