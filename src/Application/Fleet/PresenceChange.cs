namespace CleanLite.Application.Fleet;

/// <summary>What can happen to an agent's presence.</summary>
public enum PresenceChange
{
    /// <summary>Seen for the first time.</summary>
    Connected,

    /// <summary>Back after it was stale or offline.</summary>
    Reconnected,

    /// <summary>Silent for longer than three of its intervals.</summary>
    Stale,

    /// <summary>Gone.</summary>
    Offline,

    /// <summary>A newer stream took over from an older one that was still there.</summary>
    Superseded,
}
