namespace CleanLite.Application.Live;

/// <summary>One way in which a viewer's connection ends: the catalogue that code, logs, metrics and docs share (live.md, section 7).</summary>
/// <param name="Code">The close code on the wire: RFC 6455 section 7.4.1, or 40xx (come back) and 45xx (do not).</param>
/// <param name="Name">Its name in logs and metrics.</param>
/// <param name="Reason">A sentence for a person; goes out with the code. ASCII, at most 123 bytes as RFC 6455 section 5.5 demands.</param>
/// <param name="Advice">What the viewer should do.</param>
public sealed record LiveEnding(int Code, string Name, string Reason, ReconnectAdvice Advice)
{
    /// <summary>True if the server ends the connection of its own accord and says so in a <c>bye</c> message before it closes.</summary>
    public bool SaysBye => Code is 1001 or >= 1011;

    /// <summary>The viewer said goodbye.</summary>
    public static LiveEnding Closed { get; } = new(1000, "closed", "The viewer closed the connection.", ReconnectAdvice.Resume);

    /// <summary>The server leaves for good.</summary>
    public static LiveEnding GoingAway { get; } = new(1001, "going_away", "The server is going away.", ReconnectAdvice.Resume);

    /// <summary>The viewer broke the rules of RFC 6455.</summary>
    public static LiveEnding FrameError { get; } = new(1002, "frame_error", "A frame broke the WebSocket protocol.", ReconnectAdvice.Stop);

    /// <summary>The viewer sent a binary message.</summary>
    public static LiveEnding NotText { get; } = new(1003, "not_text", "Commands are text messages.", ReconnectAdvice.Stop);

    /// <summary>The connection broke without a word. Never sent.</summary>
    public static LiveEnding Cut { get; } = new(1006, "cut", "The connection broke.", ReconnectAdvice.Resume);

    /// <summary>A text message was not UTF-8.</summary>
    public static LiveEnding NotUtf8 { get; } = new(1007, "not_utf8", "A text message was not valid UTF-8.", ReconnectAdvice.Stop);

    /// <summary>A message was too big.</summary>
    public static LiveEnding TooBig { get; } = new(1009, "too_big", "The message is too big.", ReconnectAdvice.Stop);

    /// <summary>Something went wrong in the server.</summary>
    public static LiveEnding InternalError { get; } = new(1011, "internal_error", "The server met an error.", ReconnectAdvice.Backoff);

    /// <summary>The server restarts.</summary>
    public static LiveEnding Restart { get; } = new(1012, "restart", "The server is restarting.", ReconnectAdvice.Resume);

    /// <summary>Too many viewers in all.</summary>
    public static LiveEnding TryLater { get; } = new(1013, "try_later", "Too many viewers are connected; try later.", ReconnectAdvice.Backoff);

    /// <summary>The viewer's allowance was used up and it read nothing.</summary>
    public static LiveEnding TooSlow { get; } = new(4001, "too_slow", "The viewer reads too slowly.", ReconnectAdvice.Resume);

    /// <summary>The viewer did not answer a ping. The advice is that of 4001, so the code is.</summary>
    public static LiveEnding NoPong { get; } = new(4001, "no_pong", "The viewer did not answer a ping in time.", ReconnectAdvice.Resume);

    /// <summary>The viewer's credentials expired.</summary>
    public static LiveEnding Expired { get; } = new(4002, "expired", "The credentials have expired.", ReconnectAdvice.Renew);

    /// <summary>The viewer may not see this.</summary>
    public static LiveEnding NotAllowed { get; } = new(4500, "not_allowed", "This is not allowed.", ReconnectAdvice.Stop);

    /// <summary>Too many faulty commands.</summary>
    public static LiveEnding CommandErrors { get; } = new(4501, "command_errors", "Too many faulty commands.", ReconnectAdvice.Stop);

    /// <summary>Too many connections from one address.</summary>
    public static LiveEnding ClientLimit { get; } =
        new(4503, "client_limit", "Too many connections from this address.", ReconnectAdvice.Stop);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LiveEnding> All { get; } =
    [
        Closed, GoingAway, FrameError, NotText, Cut, NotUtf8, TooBig, InternalError, Restart, TryLater,
        TooSlow, NoPong, Expired, NotAllowed, CommandErrors, ClientLimit,
    ];
}
