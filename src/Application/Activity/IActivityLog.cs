using CleanLite.Domain.Activity;

namespace CleanLite.Application.Activity;

/// <summary>Keeps every event for later. The live feed numbers events; the log keeps them under those numbers, and a restarted server goes on counting from the last.</summary>
public interface IActivityLog
{
    /// <summary>The number of the newest event kept; 0 if there is none.</summary>
    long LastOffset { get; }

    /// <summary>Takes an event to be kept. Does not wait: what a full queue turns away is counted and reported.</summary>
    void Append(long offset, ActivityEvent activity);
}
