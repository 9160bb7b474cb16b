namespace CleanLite.Domain.Fleet;

/// <summary>Why an agent is in its state; <see cref="PresenceReasons.Word"/> has the words.</summary>
public enum PresenceReason
{
    /// <summary>A stream was opened.</summary>
    Connected,

    /// <summary>A sign of life came after silence, or a call without a stream.</summary>
    HeardAgain,

    /// <summary>It said goodbye.</summary>
    Goodbye,

    /// <summary>Nothing was heard for too long.</summary>
    Silence,

    /// <summary>A newer stream took over.</summary>
    Superseded,

    /// <summary>The server asked it to leave.</summary>
    Drained,

    /// <summary>Two live processes use its id.</summary>
    DuplicateId,

    /// <summary>It broke the protocol.</summary>
    ProtocolError,

    /// <summary>Its credentials are not valid, or not for this agent.</summary>
    Unauthorised,

    /// <summary>A limit was reached.</summary>
    Limit,

    /// <summary>The stream ended without a word.</summary>
    Closed,
}
