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

    /// <summary>Longest first message of a stream in bytes.</summary>
    [Range(256, 1024 * 1024)]
    public int MaxHelloBytes { get; set; } = 8 * 1024;

    /// <summary>Milliseconds between pings to an agent over WebSocket.</summary>
    [Range(100, 600_000)]
    public int PingIntervalMs { get; set; } = 15_000;

    /// <summary>Milliseconds that an agent over WebSocket has to answer a ping.</summary>
    [Range(100, 600_000)]
    public int PongTimeoutMs { get; set; } = 10_000;

    /// <summary>Milliseconds that a message to an agent over WebSocket may take to leave before the connection is cut.</summary>
    [Range(100, 600_000)]
    public int SendTimeoutMs { get; set; } = 10_000;

    /// <summary>How long a closed stream may take to come back before its agent counts as offline, in milliseconds.</summary>
    [Range(0, 600_000)]
    public int ReconnectGraceMs { get; set; } = 5_000;

    /// <summary>Most agents known at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxAgents { get; set; } = 10_000;

    /// <summary>Most streams of agents from one address (for IPv6, from one /64).</summary>
    [Range(1, 1_000_000)]
    public int MaxStreamsPerAddress { get; set; } = 10_000;

    /// <summary>How long an offline agent is remembered.</summary>
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many sessions of one agent are remembered, so that a batch seen before is known again.</summary>
    [Range(1, 1_000)]
    public int MaxSessionsPerAgent { get; set; } = 4;

    /// <summary>How many answers may wait for one agent to read them; beyond it the stream is ended.</summary>
    [Range(1, 100_000)]
    public int MaxPendingReplies { get; set; } = 1_024;

    /// <summary>How long a push may take, or wait for an absent agent, unless whoever asks for it says otherwise.</summary>
    public TimeSpan PushTimeToLive { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Most pushes remembered, those that have ended among them; the oldest ended ones leave first.</summary>
    [Range(1, 1_000_000)]
    public int MaxPushes { get; set; } = 50_000;

    /// <summary>Most pushes to one agent that have not ended.</summary>
    [Range(1, 1_000)]
    public int MaxPushesPerAgent { get; set; } = 16;

    /// <summary>Most series in an answer to a sample request; more are left out.</summary>
    [Range(1, 100_000)]
    public int MaxSampleSeries { get; set; } = 1_000;

    /// <summary>Most points in an answer to a sample request; series beyond them are left out.</summary>
    [Range(1, 1_000_000)]
    public int MaxSamplePoints { get; set; } = 10_000;

    /// <summary>How many answers to sample requests are kept; the oldest leave first.</summary>
    [Range(1, 10_000)]
    public int MaxSampleAnswers { get; set; } = 64;

    /// <summary>Most configurations, those of agents and of groups together.</summary>
    [Range(1, 1_000_000)]
    public int MaxConfigs { get; set; } = 10_000;

    /// <summary>The file that keeps the configurations; a relative path starts at the working directory. Empty: they are kept in memory only.</summary>
    public string ConfigPath { get; set; } = "data/configs.json";

    /// <summary>How often an agent may go and come back within <see cref="FlapWindow"/> before its comings and goings are told as one growing event.</summary>
    [Range(1, 1_000)]
    public int FlapPairs { get; set; } = 3;

    /// <summary>See <see cref="FlapPairs"/>; an agent that is quiet for as long flaps no more.</summary>
    public TimeSpan FlapWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Two sessions of one agent that supersede each other within this time are two live processes with the same id.</summary>
    public TimeSpan DuplicateIdWindow { get; set; } = TimeSpan.FromMinutes(1);
}
