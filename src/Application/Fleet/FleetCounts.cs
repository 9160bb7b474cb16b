namespace CleanLite.Application.Fleet;

/// <summary>How many agents the server knows, by state.</summary>
public readonly record struct FleetCounts(int Online, int Stale, int Offline)
{
    /// <summary>Those that are there.</summary>
    public int Present => Online + Stale;

    /// <summary>All of them.</summary>
    public int Known => Online + Stale + Offline;
}
