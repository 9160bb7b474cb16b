using System.ComponentModel.DataAnnotations;

namespace CleanLite.Application.Live;

/// <summary>How viewers are served (settings <c>CleanLite:Live</c>).</summary>
public sealed class LiveOptions
{
    /// <summary>A viewer hears a heartbeat after this long without another message, in milliseconds.</summary>
    [Range(100, 600_000)]
    public int HeartbeatMs { get; set; } = 5_000;

    /// <summary>Milliseconds between WebSocket pings.</summary>
    [Range(100, 600_000)]
    public int PingIntervalMs { get; set; } = 15_000;

    /// <summary>Milliseconds that a viewer has to answer a ping.</summary>
    [Range(100, 600_000)]
    public int PongTimeoutMs { get; set; } = 10_000;

    /// <summary>A viewer's allowance in bytes: past a quarter of it metrics are merged, past all of it for <see cref="StalledMs"/> it is closed.</summary>
    [Range(65_536, 1024 * 1024 * 1024)]
    public int QueueBytes { get; set; } = 1024 * 1024;

    /// <summary>Milliseconds without progress, with the allowance used up, after which a viewer is closed with 4001.</summary>
    [Range(100, 600_000)]
    public int StalledMs { get; set; } = 5_000;

    /// <summary>Seconds of points kept for recovery, as far as <see cref="RingPoints"/> allows.</summary>
    [Range(1, 86_400)]
    public int RingSeconds { get; set; } = 60;

    /// <summary>Most points kept for recovery; no fewer than the broadcaster takes at a time.</summary>
    [Range(10_000, 100_000_000)]
    public int RingPoints { get; set; } = 200_000;

    /// <summary>Events kept for recovery; at least 100.</summary>
    [Range(100, 1_000_000)]
    public int RingEvents { get; set; } = 1_000;

    /// <summary>Most viewers in all.</summary>
    [Range(0, 1_000_000)]
    public int MaxViewers { get; set; } = 10_000;

    /// <summary>Most viewers from one address (for IPv6, from one /64).</summary>
    [Range(0, 1_000_000)]
    public int MaxViewersPerAddress { get; set; } = 200;

    /// <summary>Most events a second for one subscription; what exceeds it is folded into <c>system.folded</c>.</summary>
    [Range(1, 100_000)]
    public int MaxEventsPerSecond { get; set; } = 10;

    /// <summary>Most distinct filters in use at once, for metrics and for events each; viewers with the same filter share one log.</summary>
    [Range(1, 100_000)]
    public int MaxFilters { get; set; } = 1_000;

    /// <summary>Points that may wait for the broadcaster; past it ingest is answered RETRY.</summary>
    [Range(1_000, 100_000_000)]
    public int InputPoints { get; set; } = 1_000_000;

    /// <summary>Events that may wait for the broadcaster; past it they are told as lost.</summary>
    [Range(100, 1_000_000)]
    public int InputEvents { get; set; } = 10_000;

    /// <summary>Longest time in milliseconds to gather points under load; after a quiet spell they leave at once. 0: always at once.</summary>
    [Range(0, 1_000)]
    public int GatherMs { get; set; } = 7;

    /// <summary>Largest message from a viewer in bytes, the sum of its fragments.</summary>
    [Range(125, 16 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>Most commands a second from one viewer.</summary>
    [Range(1, 100_000)]
    public int MaxCommandsPerSecond { get; set; } = 50;

    /// <summary>Faulty commands within a minute that close a viewer with 4501.</summary>
    [Range(1, 100_000)]
    public int MaxErrorsPerMinute { get; set; } = 10;

    /// <summary>On shutdown viewers are asked to come back after a random time up to this, in milliseconds.</summary>
    [Range(0, 600_000)]
    public int ReconnectSpreadMs { get; set; } = 3_000;

    /// <summary>Milliseconds that a viewer has to answer a close before it is cut.</summary>
    [Range(10, 60_000)]
    public int CloseTimeoutMs { get; set; } = 1_000;
}
