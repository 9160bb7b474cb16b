namespace CleanLite.Domain.Fleet;

/// <summary>The catalogue of reasons: the word for each, and which way of ending a session stands for which.</summary>
public static class PresenceReasons
{
    /// <summary>The word for <paramref name="reason"/>, in events, lists and metrics.</summary>
    public static string Word(this PresenceReason reason) => reason switch
    {
        PresenceReason.Connected => "connected",
        PresenceReason.HeardAgain => "heard_again",
        PresenceReason.Goodbye => "goodbye",
        PresenceReason.Silence => "silence",
        PresenceReason.Superseded => "superseded",
        PresenceReason.Drained => "drained",
        PresenceReason.DuplicateId => "duplicate_id",
        PresenceReason.ProtocolError => "protocol_error",
        PresenceReason.Unauthorised => "unauthorised",
        PresenceReason.Limit => "limit",
        _ => "closed",
    };

    /// <summary>The reason for an agent's absence after a session that ended so.</summary>
    public static PresenceReason Of(GoodbyeReason goodbye) => goodbye switch
    {
        GoodbyeReason.Shutdown => PresenceReason.Goodbye,
        GoodbyeReason.Drain => PresenceReason.Drained,
        GoodbyeReason.Superseded => PresenceReason.Superseded,
        GoodbyeReason.ProtocolError => PresenceReason.ProtocolError,
        GoodbyeReason.Unauthorized => PresenceReason.Unauthorised,
        GoodbyeReason.Idle => PresenceReason.Silence,
        GoodbyeReason.Limit => PresenceReason.Limit,
        _ => PresenceReason.Closed,
    };
}
