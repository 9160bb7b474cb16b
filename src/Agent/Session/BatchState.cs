namespace CleanLite.Agent.Session;

/// <summary>Where a buffered batch stands.</summary>
internal enum BatchState
{
    /// <summary>To be sent, for the first time or again.</summary>
    Queued,

    /// <summary>Sent over the link that stands; its answer is awaited.</summary>
    InFlight,

    /// <summary>Answered for good while an earlier batch was not.</summary>
    Settled,
}
