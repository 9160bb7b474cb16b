namespace CleanLite.Infrastructure.Live.WebSockets;

/// <summary>What came from a viewer.</summary>
internal enum IncomingKind
{
    /// <summary>A whole text message, valid UTF-8.</summary>
    Text,

    /// <summary>A ping, to be answered with its payload.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>The viewer says goodbye.</summary>
    Close,

    /// <summary>Something that the protocol does not allow; the connection is to be closed.</summary>
    Fault,
}
