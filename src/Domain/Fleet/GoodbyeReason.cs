namespace CleanLite.Domain.Fleet;

/// <summary>Why one side ends a session; the numbers are those of the wire (agent.proto, <c>Goodbye.Reason</c>).</summary>
public enum GoodbyeReason
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>The sender stops on purpose.</summary>
    Shutdown = 1,

    /// <summary>The server asks the agent to reconnect later.</summary>
    Drain = 2,

    /// <summary>A newer stream of the same agent took over.</summary>
    Superseded = 3,

    /// <summary>The other side broke the protocol.</summary>
    ProtocolError = 4,

    /// <summary>The credentials are not valid, or not for this agent.</summary>
    Unauthorized = 5,

    /// <summary>Nothing was heard for too long.</summary>
    Idle = 6,

    /// <summary>A limit is reached.</summary>
    Limit = 7,
}
