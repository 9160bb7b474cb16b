using CleanLite.Faults.Runs;

namespace CleanLite.Faults.Faults;

/// <summary>Something that goes wrong, and what must hold nevertheless beyond what every history is checked for.</summary>
internal interface IFault
{
    /// <summary>Its name in docs/faults.md.</summary>
    string Name { get; }

    string Summary { get; }

    /// <summary>Why it cannot be tried on this machine; null if it can.</summary>
    string? Impossible => null;

    /// <summary>What of it cannot be tried on this machine, and why.</summary>
    IReadOnlyList<string> Reduced => [];

    /// <summary>Who is there; <paramref name="folder"/> is the server's own.</summary>
    WorldPlan Plan(int seed, string folder);

    /// <summary>Does it to a world that runs, for about <paramref name="duration"/>. What it leaves broken is mended by the world.</summary>
    Task RunAsync(World world, TimeSpan duration);
}
