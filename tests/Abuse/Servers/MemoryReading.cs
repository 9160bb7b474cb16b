namespace CleanLite.Abuse.Servers;

/// <summary>What the server holds after a full collection, in MB.</summary>
/// <param name="Rss">Resident memory.</param>
/// <param name="Heap">The collector's heap.</param>
internal readonly record struct MemoryReading(double Rss, double Heap)
{
    /// <summary>True if neither exceeds <paramref name="earlier"/> by more than <paramref name="allowance"/>.</summary>
    public bool IsWithin(MemoryReading earlier, double allowance) => Rss <= earlier.Rss + allowance && Heap <= earlier.Heap + allowance;
}
