namespace CleanLite.Domain.Fleet;

/// <summary>Something that the server asks of one agent (agent.proto, <c>Push</c>).</summary>
/// <param name="Id">Names it; made by the server.</param>
/// <param name="Agent">Whom it is for.</param>
/// <param name="Body">What it says.</param>
/// <param name="CreatedUnixMs">When it was made, Unix milliseconds.</param>
/// <param name="ExpiresUnixMs">When it is worth nothing any more, Unix milliseconds.</param>
public sealed record Push(string Id, AgentId Agent, PushBody Body, long CreatedUnixMs, long ExpiresUnixMs)
{
    /// <summary>What it asks for.</summary>
    public PushKind Kind => Body.Kind;
}
