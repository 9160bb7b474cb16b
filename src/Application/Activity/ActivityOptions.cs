using System.ComponentModel.DataAnnotations;

namespace CleanLite.Application.Activity;

/// <summary>What agents may report, and how events are kept (settings <c>CleanLite:Activity</c>).</summary>
public sealed class ActivityOptions
{
    /// <summary>The SQLite file that keeps the events; a relative path starts at the working directory. Empty: events are kept in memory only.</summary>
    public string Path { get; set; } = "data/activity.db";

    /// <summary>Most events kept; the oldest leave first.</summary>
    [Range(1, 10_000_000)]
    public int MaxEvents { get; set; } = 100_000;

    /// <summary>How long an event is kept.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Bytes of the file that events may fill; the oldest leave first. The file may be larger by what they leave empty.</summary>
    [Range(typeof(long), "1048576", "1099511627776")]
    public long MaxFileBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>
    /// Free space that the log leaves to others, in bytes, but never more than a twentieth of the volume; below it events stay in memory. 0: none.
    /// </summary>
    [Range(typeof(long), "0", "1099511627776")]
    public long MinFreeBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How long an event may wait for its group to be committed, in milliseconds.</summary>
    [Range(1, 1_000)]
    public int CommitIntervalMs { get; set; } = 20;

    /// <summary>Most events in one group; a full one is committed at once.</summary>
    [Range(1, 10_000)]
    public int CommitEvents { get; set; } = 1_000;

    /// <summary>Most events that wait in memory for the disk, also while it is broken; beyond it the oldest of them are lost, counted and told.</summary>
    [Range(100, 1_000_000)]
    public int QueueEvents { get; set; } = 20_000;

    /// <summary>Most bytes that events in memory may take, whether they wait for the disk or are kept in memory only.</summary>
    [Range(1_048_576, 1_073_741_824)]
    public int MaxMemoryBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Milliseconds between two attempts to write to a disk that failed.</summary>
    [Range(10, 60_000)]
    public int RetryIntervalMs { get; set; } = 1_000;

    /// <summary>Reads of the file at one time; others wait.</summary>
    [Range(1, 64)]
    public int MaxReaders { get; set; } = 4;

    /// <summary>Reads that may wait for their turn; others are answered that the log is busy.</summary>
    [Range(1, 10_000)]
    public int MaxWaitingReaders { get; set; } = 256;

    /// <summary>Events that one agent may report per second, on average.</summary>
    [Range(1, 100_000)]
    public int EventsPerSecondPerAgent { get; set; } = 100;

    /// <summary>Events that one agent may report at once after a pause.</summary>
    [Range(1, 100_000)]
    public int EventBurstPerAgent { get; set; } = 200;

    /// <summary>How many of an agent's last event ids are remembered, so that one sent again is known.</summary>
    [Range(1, 65_536)]
    public int DuplicateWindow { get; set; } = 512;

    /// <summary>Agents whose rate and ids are remembered at once; the one silent for longest leaves first.</summary>
    [Range(1, 1_000_000)]
    public int MaxReportingAgents { get; set; } = 10_000;

    /// <summary>Refusals of one agent that are shown one by one per second; the others are folded into a number.</summary>
    [Range(1, 1_000)]
    public int RefusalsPerSecondPerAgent { get; set; } = 5;
}
