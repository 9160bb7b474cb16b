namespace CleanLite.Domain.Fleet;

/// <summary>What became of a push. The first seven are what agents answer, with the numbers of the wire (agent.proto, <c>PushAck.State</c>).</summary>
public enum PushState
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>The agent has it.</summary>
    Received = 1,

    /// <summary>The agent is at it.</summary>
    Applying = 2,

    /// <summary>It took effect.</summary>
    Applied = 3,

    /// <summary>The agent tried in vain.</summary>
    Failed = 4,

    /// <summary>The agent does not understand its kind.</summary>
    Unsupported = 5,

    /// <summary>It was not answered, or could not be sent, in time.</summary>
    Expired = 6,

    /// <summary>The agent's own allow-list says no.</summary>
    Refused = 7,

    /// <summary>It waits for the agent.</summary>
    Waiting = 100,

    /// <summary>It went out; no answer yet.</summary>
    Sent = 101,

    /// <summary>A newer one of its kind took its place while it waited.</summary>
    Superseded = 102,
}
