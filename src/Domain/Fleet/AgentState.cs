namespace CleanLite.Domain.Fleet;

/// <summary>Whether an agent is there.</summary>
public enum AgentState
{
    /// <summary>Heard of within three of its intervals.</summary>
    Online,

    /// <summary>Silent for longer than three intervals.</summary>
    Stale,

    /// <summary>Gone: said so, was cut, or silent for too long.</summary>
    Offline,
}
