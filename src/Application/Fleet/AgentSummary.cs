using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Fleet;

/// <summary>One agent, as a person is shown it.</summary>
public sealed record AgentSummary
{
    /// <summary>Its lasting name.</summary>
    public required AgentId Id { get; init; }

    /// <summary>Whether it is there.</summary>
    public required AgentState State { get; init; }

    /// <summary>Since when, Unix milliseconds.</summary>
    public required long SinceUnixMs { get; init; }

    /// <summary>Why it is in that state: a word of <see cref="PresenceReasons"/>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why, as a sentence for a person; empty if the word says it all.</summary>
    public string Detail { get; init; } = "";

    /// <summary>When the server last heard of it, Unix milliseconds.</summary>
    public long LastHeardUnixMs { get; init; }

    /// <summary>How it introduced itself last; null for an agent that only ever made single calls.</summary>
    public AgentHello? Hello { get; init; }

    /// <summary>The labels that describe it.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>How it is connected: <c>grpc</c>, <c>websocket</c>, <c>call</c>.</summary>
    public string Transport { get; init; } = "";

    /// <summary>How many live series it has.</summary>
    public int SeriesCount { get; init; }

    /// <summary>What it has been answered in all.</summary>
    public IngestTotals Totals { get; init; }

    /// <summary>Milliseconds that its clock is ahead of the server's, behind if negative; null while unknown.</summary>
    public long? ClockSkewMs { get; init; }

    /// <summary>Milliseconds from the server to the agent and back; null while unknown.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>The account of its session's points, as of its last heartbeat; null before the first.</summary>
    public PointsLedger? Points { get; init; }
}
