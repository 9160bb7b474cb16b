namespace CleanLite.Application.Fleet;

/// <summary>What became of a <c>Hello</c>.</summary>
public abstract record ConnectOutcome
{
    private ConnectOutcome()
    {
    }

    /// <summary>The stream is its agent's current one.</summary>
    /// <param name="Connection">What to hand back in later calls.</param>
    /// <param name="LastSequence">Highest batch number of the session that has been dealt with; 0 for a new session.</param>
    /// <param name="Takeover">True if an older stream was ended for it.</param>
    public sealed record Connected(AgentConnection Connection, ulong LastSequence, bool Takeover) : ConnectOutcome;

    /// <summary>The server knows as many agents as it may.</summary>
    /// <param name="Detail">A sentence for a person.</param>
    public sealed record Full(string Detail) : ConnectOutcome;
}
