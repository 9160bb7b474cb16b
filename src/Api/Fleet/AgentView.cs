using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Api.Fleet;

/// <summary>One agent, as JSON shows it (live.md, section 8).</summary>
internal sealed record AgentView
{
    public required string AgentId { get; init; }

    public required AgentState State { get; init; }

    public required long SinceAt { get; init; }

    public required string Reason { get; init; }

    public required string Detail { get; init; }

    public required long LastHeardAt { get; init; }

    public required string Transport { get; init; }

    public required string Hostname { get; init; }

    public required string AgentVersion { get; init; }

    public required string SessionId { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public required int ReportIntervalMs { get; init; }

    public required string ConfigHash { get; init; }

    public required int SeriesCount { get; init; }

    public long? ClockSkewMs { get; init; }

    public double? RoundTripMs { get; init; }

    public required AgentCountersView Counters { get; init; }

    /// <summary>The account of the session's points, as of the last heartbeat; absent before the first.</summary>
    public PointsLedger? Ledger { get; init; }

    public static AgentView Of(AgentSummary agent)
    {
        var (hello, totals) = (agent.Hello, agent.Totals);
        return new AgentView
        {
            AgentId = agent.Id.Value,
            State = agent.State,
            SinceAt = agent.SinceUnixMs,
            Reason = agent.Reason,
            Detail = agent.Detail,
            LastHeardAt = agent.LastHeardUnixMs,
            Transport = agent.Transport,
            Hostname = hello?.Hostname ?? "",
            AgentVersion = hello?.AgentVersion ?? "",
            SessionId = hello?.SessionId ?? "",
            Labels = agent.Labels.Items.ToArray().ToDictionary(l => l.Name, l => l.Value),
            Capabilities = hello?.Capabilities ?? [],
            ReportIntervalMs = hello?.ReportIntervalMs ?? 0,
            ConfigHash = hello?.ConfigHash ?? "",
            SeriesCount = agent.SeriesCount,
            ClockSkewMs = agent.ClockSkewMs,
            RoundTripMs = agent.RoundTripMs,
            Counters = new(totals.Batches, totals.Received, totals.Accepted, totals.Duplicate, totals.Late, totals.Rejected),
            Ledger = agent.Points,
        };
    }
}
