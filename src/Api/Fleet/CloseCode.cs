using CleanLite.Api.Ingest;
using CleanLite.Domain.Fleet;

namespace CleanLite.Api.Fleet;

/// <summary>The close code with which an agent's WebSocket ends (docs/grpc.md): 40xx come back, 45xx do not; below 4000 those of RFC 6455.</summary>
/// <param name="Number">On the wire.</param>
/// <param name="Name">Goes out with it. The sentence for a person is in the goodbye before.</param>
internal sealed record CloseCode(int Number, string Name)
{
    /// <summary>The connection broke without a word. Never sent.</summary>
    public static CloseCode Cut { get; } = new(1006, "cut");

    private static CloseCode Closed { get; } = new(1000, "closed");

    /// <summary>How <paramref name="end"/> is told.</summary>
    public static CloseCode Of(SessionEnd end) => end.Farewell is not { } farewell ? Closed : end.Fault switch
    {
        WireFault.None => Of(farewell.Reason),
        WireFault.Text => new CloseCode(1003, "not_binary"),
        WireFault.TooLarge => new CloseCode(1009, "too_big"),
        _ => new CloseCode(1007, "not_a_message"),
    };

    private static CloseCode Of(GoodbyeReason reason) => reason switch
    {
        GoodbyeReason.Drain => new(1012, "drain"),
        GoodbyeReason.Shutdown => new(1001, "shutdown"),
        GoodbyeReason.Idle => new(4001, "idle"),
        GoodbyeReason.Unauthorized => new(4500, "unauthorized"),
        GoodbyeReason.ProtocolError => new(4501, "protocol_error"),
        GoodbyeReason.Superseded => new(4502, "superseded"),
        GoodbyeReason.Limit => new(4503, "limit"),
        _ => new(1011, "internal_error"),
    };
}
