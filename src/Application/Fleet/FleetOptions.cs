using System.ComponentModel.DataAnnotations;

namespace CleanLite.Application.Fleet;

/// <summary>Sessions and presence (settings <c>CleanLite:Fleet</c>).</summary>
public sealed class FleetOptions
{
    /// <summary>How often a silent agent is asked to send a heartbeat, in milliseconds.</summary>
    [Range(100, 3_600_000)]
    public int HeartbeatIntervalMs { get; set; } = 15_000;

    /// <summary>Silence after which either side gives the link up, in milliseconds.</summary>
    [Range(300, 86_400_000)]
    public int DeadAfterMs { get; set; } = 45_000;

    /// <summary>How long a stream may take to send its <c>Hello</c>, in milliseconds.</summary>
    [Range(100, 60_000)]
    public int HelloTimeoutMs { get; set; } = 5_000;

    /// <summary>How long a closed stream may take to come back before its agent counts as offline, in milliseconds.</summary>
    [Range(0, 600_000)]
    public int ReconnectGraceMs { get; set; } = 5_000;

    /// <summary>Most agents known at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxAgents { get; set; } = 10_000;

    /// <summary>How long an offline agent is remembered.</summary>
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many sessions of one agent are remembered, so that a batch seen before is known again.</summary>
    [Range(1, 1_000)]
    public int MaxSessionsPerAgent { get; set; } = 4;

    /// <summary>How many answers may wait for one agent to read them; beyond it the stream is ended.</summary>
    [Range(1, 100_000)]
    public int MaxPendingReplies { get; set; } = 1_024;
}
