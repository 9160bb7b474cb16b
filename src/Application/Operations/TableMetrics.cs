using System.Diagnostics.Metrics;

namespace CleanLite.Application.Operations;

/// <summary>Counts what had to leave a full table of the server's memory for something newer.</summary>
public sealed class TableMetrics(IMeterFactory factory)
{
    private readonly Counter<long> _evicted = factory.Create(CleanLiteMeter.Name)
        .CreateCounter<long>("cleanlite.tables.evicted", "{entry}", "Entries that left a full table for newer ones, by table.");

    /// <summary>One entry of <paramref name="table"/>, a word of the server's own, had to leave.</summary>
    public void Evicted(string table) => _evicted.Add(1, new KeyValuePair<string, object?>("table", table));
}
