using CleanLite.V1;

namespace CleanLite.Agent.Session;

/// <summary>Why a link ended, and what that advises: every way of ending has its name here.</summary>
/// <param name="Reason">For a person.</param>
/// <param name="NotBefore">Earliest return that the server asked for.</param>
/// <param name="NeedsOperator">Trying again soon will not help: wait the longest and warn.</param>
/// <param name="IsFarewell">The server said why, so that it is not the way to it that failed.</param>
internal sealed record LinkEnd(string Reason, TimeSpan? NotBefore = null, bool NeedsOperator = false, bool IsFarewell = false)
{
    private static readonly TimeSpan LongestAdvice = TimeSpan.FromMinutes(5);

    public static LinkEnd Stopped { get; } = new("this agent is stopping");

    public static LinkEnd ClosedByServer { get; } = new("the server closed the stream");

    public static LinkEnd Unwelcome { get; } = new("the server's first message was not Welcome");

    public static LinkEnd NoWelcome(TimeSpan waited) => new($"no Welcome within {waited.TotalSeconds:0.#} s");

    public static LinkEnd Silent(TimeSpan waited) => new($"nothing heard from the server for {waited.TotalSeconds:0.#} s");

    public static LinkEnd Stalled(TimeSpan waited) => new($"a message could not be sent within {waited.TotalSeconds:0.#} s");

    public static LinkEnd Broken(TransportException exception) =>
        new(exception.Message, NeedsOperator: exception.IsUnauthorized);

    public static LinkEnd Dismissed(Goodbye goodbye) => new(
        $"{Describe(goodbye.Reason)}{(goodbye.Detail.Length == 0 ? "" : ": ")}{ForeignText.Clean(goodbye.Detail)}",
        goodbye.ReconnectAfterMs == 0 ? null : Advice(goodbye.ReconnectAfterMs),
        goodbye.Reason is not (Goodbye.Types.Reason.Drain or Goodbye.Types.Reason.Shutdown or Goodbye.Types.Reason.Idle),
        IsFarewell: true);

    private static TimeSpan Advice(uint milliseconds) =>
        TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestAdvice.TotalMilliseconds));

    private static string Describe(Goodbye.Types.Reason reason) => reason switch
    {
        Goodbye.Types.Reason.Shutdown => "the server is stopping",
        Goodbye.Types.Reason.Drain => "the server asks to reconnect",
        Goodbye.Types.Reason.Superseded => "another process uses this agent id",
        Goodbye.Types.Reason.ProtocolError => "the server reports a protocol error",
        Goodbye.Types.Reason.Unauthorized => "the server refuses the token",
        Goodbye.Types.Reason.Idle => "the server heard nothing from this agent",
        Goodbye.Types.Reason.Limit => "the server's limit is reached",
        _ => "the server said goodbye",
    };
}
