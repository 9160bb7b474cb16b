namespace CleanLite.Faults.Peers;

/// <summary>What an agent is to do.</summary>
internal sealed record FaultAgentPlan
{
    public required string Id { get; init; }

    /// <summary>The gRPC door, most often a proxy before it.</summary>
    public required Uri Server { get; init; }

    public required int Seed { get; init; }

    /// <summary>Values go on from here: an agent that was started again leaves those of its former life alone.</summary>
    public double FirstValue { get; init; }

    /// <summary>How many times the usual number of points.</summary>
    public int Weight { get; init; } = 1;

    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The agent's clock: Unix milliseconds by the machine's clock to what the agent believes.</summary>
    public Func<long, long> TimestampOf { get; init; } = now => now;
}
