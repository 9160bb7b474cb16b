namespace CleanLite.Application.Fleet;

/// <summary>How a push got on its way.</summary>
public enum PushDelivery
{
    /// <summary>It went out at once.</summary>
    Live,

    /// <summary>It waits for the agent, until it expires or a newer one of its kind takes its place.</summary>
    Queued,

    /// <summary>The server knows no agent that it could wait for.</summary>
    Absent,
}
