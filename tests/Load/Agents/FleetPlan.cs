namespace CleanLite.Load.Agents;

/// <summary>Which agents to connect.</summary>
/// <param name="Agents">How many.</param>
/// <param name="Shape">What each of their batches holds.</param>
internal sealed record FleetPlan(int Agents, BatchShape Shape)
{
    /// <summary>The number of the first: agents of another number are other agents to the server.</summary>
    public int FirstAgent { get; init; }

    /// <summary>How many batches of an agent may wait for their answer.</summary>
    public int Window { get; init; } = 16;

    /// <summary>False for agents that send again at once what they were asked to send later.</summary>
    public bool HeedsHints { get; init; } = true;

    /// <summary>Streams on one TCP connection; Kestrel allows 100.</summary>
    public int AgentsPerConnection { get; init; } = 1;

    /// <summary>The first timestamp, Unix milliseconds; 0 takes timestamps from the clock.</summary>
    public long FirstTimestamp { get; init; }

    /// <summary>How many batches of different series an agent sends by turns.</summary>
    public int Templates { get; init; } = 1;

    /// <summary>How many connect at the same time.</summary>
    public int ConnectsAtOnce { get; init; } = 64;
}
