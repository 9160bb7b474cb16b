namespace CleanLite.Load.Agents;

/// <summary>What agents sent and what they were answered.</summary>
internal record struct AgentTotals
{
    /// <summary>Batches that were answered for good, each once.</summary>
    public long Batches { get; set; }

    /// <summary>The points that those batches held.</summary>
    public long Points { get; set; }

    public long Accepted { get; set; }

    public long Duplicate { get; set; }

    public long Late { get; set; }

    public long Rejected { get; set; }

    /// <summary>Answers that asked for the batch again.</summary>
    public long Retries { get; set; }

    /// <summary>Of those, answers that did not say when.</summary>
    public long RetriesWithoutHint { get; set; }

    /// <summary>True if every point of every batch answered was accounted for.</summary>
    public readonly bool AddUp => Points == Accepted + Duplicate + Late + Rejected;

    public static AgentTotals operator +(AgentTotals a, AgentTotals b) => new()
    {
        Batches = a.Batches + b.Batches,
        Points = a.Points + b.Points,
        Accepted = a.Accepted + b.Accepted,
        Duplicate = a.Duplicate + b.Duplicate,
        Late = a.Late + b.Late,
        Rejected = a.Rejected + b.Rejected,
        Retries = a.Retries + b.Retries,
        RetriesWithoutHint = a.RetriesWithoutHint + b.RetriesWithoutHint,
    };
}
