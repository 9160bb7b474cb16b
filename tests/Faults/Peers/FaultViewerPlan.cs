namespace CleanLite.Faults.Peers;

/// <summary>What a viewer is to watch.</summary>
internal sealed record FaultViewerPlan
{
    public required string Name { get; init; }

    /// <summary>The viewers' door at this moment, most often a proxy before it.</summary>
    public required Func<Uri> Server { get; init; }

    public required int Seed { get; init; }

    /// <summary>The one agent that it wants; null: all.</summary>
    public string? Agent { get; init; }

    /// <summary>For the all-seeing viewer: asks for the epoch of the server that runs now.</summary>
    public Func<CancellationToken, Task<string>>? CurrentEpoch { get; init; }
}
